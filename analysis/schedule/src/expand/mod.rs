//! The times of a rule on the clock, in order.
//!
//! A rule goes from one period (a year, a month, a second) to the next. Of each period the days are taken that all its parts
//! allow, and of each day the times; what a rule does not say follows from the time at which it begins. Parts that RFC 5545
//! forbids for a frequency are taken as what they would mean, as other implementations do.

mod day;
mod period;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use jiff::civil::{DateTime, Time};

use self::day::Days;
use self::period::Period;
use crate::rule::{End, Frequency, Rule, Until};

/// How many periods may follow each other without a time in them. Days repeat after 400 years, which are 146,097 of them: what
/// finds nothing in so many days, weeks, months or years finds nothing any more. What is shorter than a day leaves whole days at
/// once, and is given up when it finds nothing for as long.
const PATIENCE: u32 = 400_000;

/// The times of a rule. The first is not before the beginning; the beginning is one of them only if the rule finds it.
#[derive(Debug, Clone)]
pub struct Occurrences {
    days: Days,
    times: Times,
    positions: Vec<i16>,
    begin: DateTime,
    until: Option<DateTime>,
    left: Option<u32>,
    period: Option<Period>,
    /// Of the period before, in order.
    found: VecDeque<DateTime>,
}

/// Parts of the time of day; an empty list allows every one.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    pub(crate) hours: Vec<i8>,
    pub(crate) minutes: Vec<i8>,
    pub(crate) seconds: Vec<i8>,
}

impl Occurrences {
    /// The times of a rule that begins then. A rule that ends at a moment goes on to the end of the day after it: whoever
    /// knows the zone leaves out what is too late.
    #[must_use]
    pub fn new(rule: &Rule, begin: DateTime) -> Self {
        let (until, left) = match rule.end {
            End::Never => (None, None),
            End::Count(count) => (None, Some(count)),
            End::Until(until) => (Some(latest(until)), None),
        };
        let times = Times::of(rule, begin);
        Self {
            days: Days::of(rule, begin),
            positions: rule.positions.clone(),
            begin,
            until,
            left,
            period: Some(Period::first(rule, begin)).filter(|period| period.reaches(&times)),
            times,
            found: VecDeque::new(),
        }
    }

    /// Goes on from `from`, without looking at what is before it; what is counted has to be looked at.
    #[must_use]
    pub fn from(mut self, from: DateTime) -> Self {
        if from <= self.begin {
            return self;
        }
        if self.left.is_none() {
            self.begin = from;
            self.period = self.period.and_then(|period| period.seek(from));
        } else {
            while self.peek().is_some_and(|at| at < from) {
                self.next();
            }
        }
        self
    }

    /// The next one, which is not taken.
    pub fn peek(&mut self) -> Option<DateTime> {
        if self.left == Some(0) {
            return None;
        }
        if self.found.is_empty() {
            self.fill();
        }
        self.found.front().copied()
    }

    /// Looks into periods until one has a time in it.
    fn fill(&mut self) {
        for _ in 0..PATIENCE {
            let Some(period) = self.period else {
                return;
            };
            if self.until.is_some_and(|until| period.begins() > until) {
                self.period = None;
                return;
            }
            let (times, next) = period.look(&mut self.days, &self.times);
            self.period = next;
            self.found = self.chosen(times).into();
            if !self.found.is_empty() {
                return;
            }
        }
        self.period = None;
    }

    /// Of the times of a period those at the rule's positions, and not before it begins or after it ends.
    fn chosen(&self, times: Vec<DateTime>) -> Vec<DateTime> {
        let last = self.until.unwrap_or(DateTime::MAX);
        let within = |at: &DateTime| *at >= self.begin && *at <= last;
        if self.positions.is_empty() {
            return times.into_iter().filter(within).collect();
        }
        let at = |position: &i16| match usize::from(position.unsigned_abs()) {
            position_abs if *position > 0 => times.get(position_abs - 1),
            position_abs => times
                .len()
                .checked_sub(position_abs)
                .and_then(|at| times.get(at)),
        };
        let mut chosen: Vec<_> = self.positions.iter().filter_map(at).copied().collect();
        chosen.retain(within);
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }
}

impl Iterator for Occurrences {
    type Item = DateTime;

    fn next(&mut self) -> Option<DateTime> {
        let next = self.peek()?;
        self.found.pop_front();
        self.left = self.left.map(|left| left - 1);
        Some(next)
    }
}

impl Times {
    fn of(rule: &Rule, begin: DateTime) -> Self {
        let or = |list: &[i8], default: i8, above: Frequency| {
            let mut list = list.to_vec();
            if list.is_empty() && rule.frequency < above {
                list.push(default);
            }
            list.sort_unstable();
            list.dedup();
            list
        };
        Self {
            hours: or(&rule.hours, begin.hour(), Frequency::Hourly),
            minutes: or(&rule.minutes, begin.minute(), Frequency::Minutely),
            seconds: or(&rule.seconds, begin.second(), Frequency::Secondly),
        }
    }
}

/// The last time on the clock that can be meant.
fn latest(until: Until) -> DateTime {
    let end_of = |at: DateTime| at.date().to_datetime(Time::MAX);
    match until {
        Until::Date(date) => end_of(date.to_datetime(Time::MIN)),
        Until::Local(at) => at,
        Until::Moment(moment) => {
            let at = jiff::tz::TimeZone::UTC.to_datetime(moment);
            // No zone is more than a day away.
            end_of(
                at.date()
                    .tomorrow()
                    .map_or(at, |next| next.to_datetime(Time::MIN)),
            )
        }
    }
}
