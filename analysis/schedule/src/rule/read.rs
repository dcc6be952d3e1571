//! Reading a rule.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::{DayOf, End, Frequency, Rule, RuleMistake, RuleMistakes, Until};

impl FromStr for Rule {
    type Err = RuleMistakes;

    fn from_str(text: &str) -> Result<Self, RuleMistakes> {
        let mut reading = Reading {
            rule: Self::every(Frequency::Yearly),
            seen: BTreeSet::new(),
            mistakes: Vec::new(),
        };
        let mut at = 0;
        for part in text.split(';') {
            // Some write one at the end.
            if !part.is_empty() {
                reading.part(at, part);
            }
            at += part.len() + 1;
        }
        if !reading.seen.contains("FREQ") {
            reading.wrong(0, "`FREQ` is missing");
        }
        if reading.seen.contains("COUNT") && reading.seen.contains("UNTIL") {
            reading.wrong(0, "`COUNT` and `UNTIL` exclude each other");
        }
        match reading.mistakes.is_empty() {
            true => Ok(reading.rule),
            false => Err(RuleMistakes(reading.mistakes)),
        }
    }
}

struct Reading {
    rule: Rule,
    seen: BTreeSet<String>,
    mistakes: Vec<RuleMistake>,
}

impl Reading {
    fn wrong(&mut self, at: usize, message: impl Into<String>) {
        let message = message.into();
        self.mistakes.push(RuleMistake { at, message });
    }

    fn part(&mut self, at: usize, part: &str) {
        let Some((name, value)) = part.split_once('=') else {
            self.wrong(at, format!("`{}` has no `=`", short(part)));
            return;
        };
        let name = name.trim().to_ascii_uppercase();
        let behind = at + part.len() - value.len();
        if !self.seen.insert(name.clone()) {
            self.wrong(at, format!("`{}` stands there twice", short(&name)));
            return;
        }
        let taken = self.take(&name, behind, value.trim());
        if let Err(message) = taken {
            self.wrong(behind, message);
        }
    }

    fn take(&mut self, name: &str, at: usize, value: &str) -> Result<(), String> {
        match name {
            "FREQ" => self.rule.frequency = frequency(value)?,
            "INTERVAL" => self.rule.interval = whole(name, value, 1)?,
            "COUNT" => self.rule.end = End::Count(whole(name, value, 0)?),
            "UNTIL" => self.rule.end = End::Until(until(value)?),
            "WKST" => self.rule.week_start = weekday(value)?,
            "BYDAY" | "BYWEEKDAY" => {
                self.rule.days = self.list(at, value, day);
            }
            "BYMONTH" => self.rule.months = self.numbers(name, at, value, 1..=12, false),
            "BYWEEKNO" => self.rule.weeks = self.numbers(name, at, value, 1..=53, true),
            "BYYEARDAY" => self.rule.year_days = self.numbers(name, at, value, 1..=366, true),
            "BYMONTHDAY" => self.rule.month_days = self.numbers(name, at, value, 1..=31, true),
            "BYHOUR" => self.rule.hours = self.numbers(name, at, value, 0..=23, false),
            "BYMINUTE" => self.rule.minutes = self.numbers(name, at, value, 0..=59, false),
            "BYSECOND" => {
                let seconds: Vec<i8> = self.numbers(name, at, value, 0..=60, false);
                self.rule.seconds = seconds.into_iter().map(|second| second.min(59)).collect();
            }
            "BYSETPOS" => self.rule.positions = self.numbers(name, at, value, 1..=366, true),
            // Extensions say nothing here.
            name if name.starts_with("X-") => {}
            name => return Err(format!("`{}` is no part of a recurrence rule", short(name))),
        }
        Ok(())
    }

    /// What stands between commas; each that cannot be read is a mistake.
    fn list<T>(
        &mut self,
        at: usize,
        value: &str,
        one: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let (mut found, mut at) = (Vec::new(), at);
        for text in value.split(',') {
            match one(text.trim()) {
                Ok(read) => found.push(read),
                Err(message) => self.wrong(at, message),
            }
            at += text.len() + 1;
        }
        found
    }

    fn numbers<T: TryFrom<i16>>(
        &mut self,
        name: &str,
        at: usize,
        value: &str,
        range: RangeInclusive<i16>,
        negative: bool,
    ) -> Vec<T> {
        self.list(at, value, |text| {
            let number = text.parse::<i16>().ok();
            let allowed = number.filter(|number| {
                range.contains(number) || negative && range.contains(&number.saturating_neg())
            });
            let or = if negative {
                ", or the same negative"
            } else {
                ""
            };
            let expected = || {
                let (least, most) = range.clone().into_inner();
                format!(
                    "`{name}` takes {least} to {most}{or}, not `{}`",
                    short(text)
                )
            };
            allowed
                .and_then(|number| T::try_from(number).ok())
                .ok_or_else(expected)
        })
    }
}

fn frequency(text: &str) -> Result<Frequency, String> {
    Frequency::ALL
        .into_iter()
        .find(|one| one.as_str().eq_ignore_ascii_case(text))
        .ok_or_else(|| {
            format!(
                "`FREQ` takes YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY, not `{}`",
                short(text)
            )
        })
}

fn whole(name: &str, text: &str, least: u32) -> Result<u32, String> {
    let number = text.parse::<u32>().ok().filter(|number| *number >= least);
    number.ok_or_else(|| {
        let text = short(text);
        format!("`{name}` takes a number from {least} on, not `{text}`")
    })
}

/// `MO` to `SU`.
fn weekday(text: &str) -> Result<Weekday, String> {
    super::write::WEEKDAYS
        .into_iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(text))
        .map(|(weekday, _)| weekday)
        .ok_or_else(|| {
            format!(
                "a day of the week is one of MO, TU, WE, TH, FR, SA, SU, not `{}`",
                short(text)
            )
        })
}

/// `MO`, `+1MO`, `-1FR`.
fn day(text: &str) -> Result<DayOf, String> {
    let letters = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, name) = text.split_at_checked(letters).unwrap_or((text, ""));
    let weekday = weekday(name)?;
    let ordinal = match number {
        "" => None,
        number => {
            let read = number.parse::<i16>().ok();
            let allowed = read.filter(|read| (1..=53).contains(&read.saturating_abs()));
            let wrong = || {
                format!(
                    "before a day of the week stands 1 to 53, or the same negative, not `{}`",
                    short(number)
                )
            };
            Some(allowed.ok_or_else(wrong)?)
        }
    };
    Ok(DayOf { ordinal, weekday })
}

fn until(text: &str) -> Result<Until, String> {
    Until::read(text).ok_or_else(|| {
        let text = short(text);
        format!("`UNTIL` takes a date or a time such as 20261231 or 20261231T220000Z, not `{text}`")
    })
}

impl Until {
    /// A date or a time as iCalendar writes them: `20261231`, `20261231T220000`, `20261231T220000Z`. None if it is neither.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let Some((date, time)) = text.split_once(['T', 't']) else {
            return compact_date(text).map(Self::Date);
        };
        let (time, utc) = match time.strip_suffix(['Z', 'z']) {
            Some(time) => (time, true),
            None => (time, false),
        };
        let at = compact_date(date)?.to_datetime(compact_time(time)?);
        match utc {
            false => Some(Self::Local(at)),
            true => TimeZone::UTC.to_timestamp(at).ok().map(Self::Moment),
        }
    }
}

/// `20261231`.
fn compact_date(text: &str) -> Option<Date> {
    let [year, month, day] = digits(text, [4, 2, 2])?;
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// `220000`; a leap second is the one before.
fn compact_time(text: &str) -> Option<Time> {
    let [hour, minute, second] = digits(text, [2, 2, 2])?;
    let second = if second == 60 { 59 } else { second };
    Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.try_into().ok()?,
        0,
    )
    .ok()
}

fn digits(text: &str, widths: [usize; 3]) -> Option<[i16; 3]> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    if !all || text.len() != widths.iter().sum::<usize>() {
        return None;
    }
    let (mut rest, mut found) = (text, [0; 3]);
    for (width, slot) in widths.into_iter().zip(&mut found) {
        let (number, behind) = rest.split_at_checked(width)?;
        (*slot, rest) = (number.parse().ok()?, behind);
    }
    Some(found)
}

/// So much of what somebody wrote as an error can show.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
