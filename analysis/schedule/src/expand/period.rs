//! From one period to the next.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::Times;
use super::day::{Days, date_number};
use crate::rule::{Frequency, Rule};

const DAY: i64 = 86_400;

/// A year, a month, …, a second of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    frequency: Frequency,
    /// To the next: years, months, days, or seconds.
    step: i64,
    /// The first of its days; for what is shorter than a day, its day.
    date: Date,
    /// Seconds of the day at which it begins, for what is shorter than a day.
    second: i64,
    /// How many of its days are before the rule's beginning, for the first of its weeks. Positions do not count them, though
    /// they count what is earlier in a month or a year: the standard does not say so, but implementations agree.
    before: i64,
}

impl Period {
    pub(super) fn first(rule: &Rule, begin: DateTime) -> Self {
        let step = i64::from(rule.interval);
        let seconds = i64::from(begin.hour()) * 3600
            + i64::from(begin.minute()) * 60
            + i64::from(begin.second());
        let mut before = 0;
        let (date, second, step) = match rule.frequency {
            Frequency::Yearly => (begin.date().first_of_year(), 0, step),
            Frequency::Monthly => (begin.date().first_of_month(), 0, step),
            Frequency::Weekly => {
                let since = begin.weekday().since(rule.week_start);
                before = i64::from(since);
                let week = begin.date().checked_sub(since.days());
                (week.unwrap_or(Date::MIN), 0, step * 7)
            }
            Frequency::Daily => (begin.date(), 0, step),
            Frequency::Hourly => (begin.date(), seconds / 3600 * 3600, step * 3600),
            Frequency::Minutely => (begin.date(), seconds / 60 * 60, step * 60),
            Frequency::Secondly => (begin.date(), seconds, step),
        };
        Self {
            frequency: rule.frequency,
            step,
            date,
            second,
            before,
        }
    }

    /// Whether steps shorter than a day ever come to an allowed time of day: they only come to seconds that are as far from
    /// theirs as a multiple of what the step and the day have in common.
    pub(super) fn reaches(&self, times: &Times) -> bool {
        let unit = match self.frequency {
            Frequency::Hourly => 3600,
            Frequency::Minutely => 60,
            Frequency::Secondly => 1,
            _ => return true,
        };
        let common = common(self.step, DAY);
        let mut seconds = (self.second % common..DAY).step_by(usize::try_from(common).unwrap_or(1));
        seconds.any(|second| {
            allows(&times.hours, second / 3600)
                && (unit == 3600 || allows(&times.minutes, second / 60 % 60))
                && (unit != 1 || allows(&times.seconds, second % 60))
        })
    }

    /// Its first moment on the clock.
    pub(super) fn begins(&self) -> DateTime {
        self.date.to_datetime(clock(self.second))
    }

    /// Steps to the last period that begins no later than `at`.
    pub(super) fn seek(self, at: DateTime) -> Option<Self> {
        let (from, to) = (self.date, at.date());
        let far = match self.frequency {
            Frequency::Yearly => i64::from(to.year()) - i64::from(from.year()),
            Frequency::Monthly => {
                (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
                    - i64::from(from.month())
            }
            Frequency::Weekly | Frequency::Daily => {
                i64::from(date_number(to)) - i64::from(date_number(from))
            }
            _ => {
                let days = i64::from(date_number(to)) - i64::from(date_number(from));
                let seconds = i64::from(at.hour()) * 3600
                    + i64::from(at.minute()) * 60
                    + i64::from(at.second());
                days * DAY + seconds - self.second
            }
        };
        self.advance(far.max(0) / self.step)
    }

    /// So many steps on; none past the end of time.
    fn advance(self, steps: i64) -> Option<Self> {
        if steps == 0 {
            return Some(self);
        }
        let by = self.step.checked_mul(steps)?;
        let (date, second) = match self.frequency {
            Frequency::Yearly => (self.months_on(by.checked_mul(12)?)?, 0),
            Frequency::Monthly => (self.months_on(by)?, 0),
            Frequency::Weekly | Frequency::Daily => (self.days_on(by)?, 0),
            _ => {
                let second = self.second.checked_add(by)?;
                (
                    self.days_on(second.div_euclid(DAY))?,
                    second.rem_euclid(DAY),
                )
            }
        };
        Some(Self {
            date,
            second,
            before: 0,
            ..self
        })
    }

    fn months_on(&self, months: i64) -> Option<Date> {
        let month = i64::from(self.date.year()) * 12 + i64::from(self.date.month()) - 1;
        let month = month.checked_add(months)?;
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()
    }

    fn days_on(&self, days: i64) -> Option<Date> {
        let days = jiff::Span::new().try_days(days).ok()?;
        self.date.checked_add(days).ok()
    }

    /// The times in it, in order, and the next period that may have some.
    pub(super) fn look(self, days: &mut Days, times: &Times) -> (Vec<DateTime>, Option<Self>) {
        match self.frequency {
            Frequency::Yearly | Frequency::Monthly | Frequency::Weekly | Frequency::Daily => {
                let mut found = Vec::new();
                for date in self.dates(days) {
                    times.of_day(date, &mut found);
                }
                (found, self.advance(1))
            }
            _ => self.look_within_day(days, times),
        }
    }

    fn dates(&self, days: &mut Days) -> Vec<Date> {
        let length = match self.frequency {
            Frequency::Yearly => return self.year(days),
            Frequency::Monthly => i64::from(self.date.days_in_month()),
            Frequency::Weekly => {
                let first = self.days_on(self.before).unwrap_or(self.date);
                return Self::run(first, 7 - self.before, days);
            }
            _ => 1,
        };
        if self.frequency == Frequency::Monthly && !days.month(self.date.month()) {
            return Vec::new();
        }
        Self::run(self.date, length, days)
    }

    fn year(&self, days: &mut Days) -> Vec<Date> {
        let mut found = Vec::new();
        for month in 1..=12 {
            if !days.month(month) {
                continue;
            }
            if let Ok(first) = Date::new(self.date.year(), month, 1) {
                found.append(&mut Self::run(
                    first,
                    i64::from(first.days_in_month()),
                    days,
                ));
            }
        }
        found
    }

    fn run(first: Date, length: i64, days: &mut Days) -> Vec<Date> {
        let all = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        let all = all.take(usize::try_from(length).unwrap_or(0));
        all.filter(|date| days.allow(*date)).collect()
    }

    /// The times in an hour, a minute or a second. What is not allowed is left at once for the next day, hour or minute.
    fn look_within_day(self, days: &mut Days, times: &Times) -> (Vec<DateTime>, Option<Self>) {
        let (hour, minute) = (self.second / 3600, self.second / 60 % 60);
        if !days.allow(self.date) {
            return (Vec::new(), self.past(DAY));
        }
        if !allows(&times.hours, hour) {
            return (Vec::new(), self.past((hour + 1) * 3600));
        }
        if self.frequency == Frequency::Hourly {
            let mut found = Vec::new();
            times.of_hour(self.date, hour, &mut found);
            return (found, self.advance(1));
        }
        if !allows(&times.minutes, minute) {
            return (Vec::new(), self.past(self.second / 60 * 60 + 60));
        }
        let mut found = Vec::new();
        match self.frequency {
            Frequency::Minutely => times.of_minute(self.date, hour, minute, &mut found),
            _ if allows(&times.seconds, self.second % 60) => found.push(self.begins()),
            _ => {}
        }
        (found, self.advance(1))
    }

    /// The first period that begins at or after that second of its day.
    fn past(self, second: i64) -> Option<Self> {
        let far = (second - self.second).max(1);
        self.advance((far + self.step - 1) / self.step)
    }
}

/// Whether a list of parts of the time of day allows one; an empty list allows all.
fn allows(list: &[i8], value: i64) -> bool {
    list.is_empty() || list.iter().any(|one| i64::from(*one) == value)
}

impl Times {
    fn of_day(&self, date: Date, found: &mut Vec<DateTime>) {
        for hour in &self.hours {
            self.of_hour(date, i64::from(*hour), found);
        }
    }

    fn of_hour(&self, date: Date, hour: i64, found: &mut Vec<DateTime>) {
        for minute in &self.minutes {
            self.of_minute(date, hour, i64::from(*minute), found);
        }
    }

    fn of_minute(&self, date: Date, hour: i64, minute: i64, found: &mut Vec<DateTime>) {
        let at =
            |second: &i8| date.to_datetime(clock(hour * 3600 + minute * 60 + i64::from(*second)));
        found.extend(self.seconds.iter().map(at));
    }
}

/// The greatest number that divides both.
fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

/// The time of day at a second of it.
fn clock(second: i64) -> Time {
    let part = |value: i64| i8::try_from(value).unwrap_or(0);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Time::new(part(hour), part(minute), part(second), 0).unwrap_or(Time::MIN)
}
