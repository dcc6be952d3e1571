//! Recurrence rules.

mod mistake;
mod read;
#[cfg(test)]
mod tests;
mod write;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};

pub use mistake::{RuleMistake, RuleMistakes};

/// How often a rule looks for times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// Every year.
    Yearly,
    /// Every month.
    Monthly,
    /// Every week.
    Weekly,
    /// Every day.
    Daily,
    /// Every hour.
    Hourly,
    /// Every minute.
    Minutely,
    /// Every second.
    Secondly,
}

/// A day of the week, or the how manieth of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayOf {
    /// In the month or the year, from its end if negative; every one if none.
    pub ordinal: Option<i16>,
    /// The day of the week.
    pub weekday: Weekday,
}

/// Until when a rule goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Until {
    /// To the end of a day.
    Date(Date),
    /// To a time on the clock, included.
    Local(DateTime),
    /// To a moment, included.
    Moment(Timestamp),
}

/// What ends a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing.
    Never,
    /// So many times.
    Count(u32),
    /// A time.
    Until(Until),
}

/// A recurrence rule, as RFC 5545 has them. An empty list says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// How often it looks for times.
    pub frequency: Frequency,
    /// Every how manieth year, month and so on; at least 1.
    pub interval: u32,
    /// What ends it.
    pub end: End,
    /// On which day a week begins.
    pub week_start: Weekday,
    /// Months, 1 to 12.
    pub months: Vec<i8>,
    /// Weeks of the year, 1 to 53, or from its end.
    pub weeks: Vec<i8>,
    /// Days of the year, 1 to 366, or from its end.
    pub year_days: Vec<i16>,
    /// Days of the month, 1 to 31, or from its end.
    pub month_days: Vec<i8>,
    /// Days of the week.
    pub days: Vec<DayOf>,
    /// Hours, 0 to 23.
    pub hours: Vec<i8>,
    /// Minutes, 0 to 59.
    pub minutes: Vec<i8>,
    /// Seconds, 0 to 59; 60 is read as 59.
    pub seconds: Vec<i8>,
    /// Which of the times that were found in a year, a month and so on; from the last if negative.
    pub positions: Vec<i16>,
}

impl Rule {
    /// A rule that says nothing but how often.
    #[must_use]
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            end: End::Never,
            week_start: Weekday::Monday,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
        }
    }
}
