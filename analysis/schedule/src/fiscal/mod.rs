//! How a company divides its year.
//!
//! A year of months begins on a day of a month. A year of weeks has 52 or 53 whole weeks: it ends on the same day of the week
//! every time, on the last one in a month or on the one nearest to the month's end, and its quarters have 13 weeks, as 4-4-5,
//! 4-5-4 or 5-4-4. The 53rd week belongs to the last period.

mod anchor;
mod close;
mod error;
#[cfg(test)]
mod tests;
mod year;

use jiff::civil::Date;

pub use close::CloseWindow;
pub use error::FiscalError;
pub use year::{FiscalYear, Period, Quarter};

use self::anchor::Anchor;

/// How quarters are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Into three months.
    Months,
    /// Into periods of 4, 4 and 5 weeks.
    Weeks445,
    /// Into periods of 4, 5 and 4 weeks.
    Weeks454,
    /// Into periods of 5, 4 and 4 weeks.
    Weeks544,
}

/// When a year of weeks ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearEnd {
    /// On its day of the week that is nearest to the end of a month.
    Nearest,
    /// On the last of its days of the week in a month.
    Last,
}

/// A fiscal calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fiscal {
    pattern: Pattern,
    anchor: Anchor,
    /// Added to the calendar year in which a year begins, for its number.
    named: i16,
}

impl Pattern {
    const ALL: [(&'static str, Self); 4] = [
        ("months", Self::Months),
        ("4-4-5", Self::Weeks445),
        ("4-5-4", Self::Weeks454),
        ("5-4-4", Self::Weeks544),
    ];

    /// The one of that name: `months`, `4-4-5`, `4-5-4` or `5-4-4`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(one, _)| *one == name);
        found.map(|(_, pattern)| *pattern)
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, one)| *one == self);
        found.map_or("months", |(name, _)| *name)
    }

    /// Weeks of the periods of a quarter; none for months.
    fn weeks(self) -> Option<[i32; 3]> {
        match self {
            Self::Months => None,
            Self::Weeks445 => Some([4, 4, 5]),
            Self::Weeks454 => Some([4, 5, 4]),
            Self::Weeks544 => Some([5, 4, 4]),
        }
    }
}

impl Fiscal {
    /// The calendar of which a year began on `start`. Without `end`, it is the rule that fits: nearest, or else last. A year
    /// is named after the calendar year in which it begins, or, if it begins after June, in which it ends.
    ///
    /// # Errors
    /// When no year of weeks of such a rule begins then.
    pub fn beginning(
        pattern: Pattern,
        start: Date,
        end: Option<YearEnd>,
    ) -> Result<Self, FiscalError> {
        let anchor = match pattern {
            Pattern::Months => Anchor::months(start)?,
            _ => Anchor::weeks(start, end)?,
        };
        let named = i16::from(anchor.month() > 6);
        Ok(Self {
            pattern,
            anchor,
            named,
        })
    }

    /// The same, with years named after the calendar year in which they begin, or the one after it.
    #[must_use]
    pub fn named_after(self, begin: bool) -> Self {
        Self {
            named: i16::from(!begin),
            ..self
        }
    }

    /// The year of that number.
    ///
    /// # Errors
    /// When it lies beyond the years that a calendar knows.
    pub fn year(&self, number: i16) -> Result<FiscalYear, FiscalError> {
        let begins = number
            .checked_sub(self.named)
            .ok_or(FiscalError::Far { year: number })?;
        let start = self
            .anchor
            .start(begins)
            .ok_or(FiscalError::Far { year: number })?;
        let next = begins
            .checked_add(1)
            .and_then(|year| self.anchor.start(year));
        let next = next.ok_or(FiscalError::Far { year: number })?;
        FiscalYear::of(self.pattern, number, start, next).ok_or(FiscalError::Far { year: number })
    }

    /// The year in which a day lies.
    ///
    /// # Errors
    /// As [`Fiscal::year`].
    pub fn year_of(&self, date: Date) -> Result<FiscalYear, FiscalError> {
        let near = date.year().saturating_add(self.named);
        for number in [near.saturating_sub(1), near, near.saturating_add(1)] {
            let year = self.year(number)?;
            if year.start <= date && date <= year.end {
                return Ok(year);
            }
        }
        Err(FiscalError::Far { year: date.year() })
    }
}
