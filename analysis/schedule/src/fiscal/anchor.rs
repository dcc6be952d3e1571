//! On which day the fiscal year begins that belongs to a calendar year.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{FiscalError, YearEnd};

/// The rule by which a year begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// On a day of a month.
    Day {
        /// The month.
        month: i8,
        /// The day.
        day: i8,
    },
    /// On a day of the week near the first of a month.
    Week {
        /// The month.
        month: i8,
        /// The day of the week.
        weekday: Weekday,
        /// How near.
        end: YearEnd,
    },
}

impl Anchor {
    pub(super) fn months(start: Date) -> Result<Self, FiscalError> {
        let (month, day) = (start.month(), start.day());
        match day <= 28 {
            true => Ok(Self::Day { month, day }),
            false => Err(FiscalError::Day { start }),
        }
    }

    pub(super) fn weeks(start: Date, end: Option<YearEnd>) -> Result<Self, FiscalError> {
        let ends = match &end {
            Some(end) => std::slice::from_ref(end),
            None => &[YearEnd::Nearest, YearEnd::Last],
        };
        let near = [
            start.first_of_month(),
            start.last_of_month().tomorrow().unwrap_or(start),
        ];
        for end in ends {
            for first in near {
                let anchor = Self::Week {
                    month: first.month(),
                    weekday: start.weekday(),
                    end: *end,
                };
                if anchor.start_near(first) == Some(start) {
                    return Ok(anchor);
                }
            }
        }
        Err(FiscalError::Start { start })
    }

    pub(super) fn month(self) -> i8 {
        match self {
            Self::Day { month, .. } | Self::Week { month, .. } => month,
        }
    }

    /// The beginning of the fiscal year that belongs to a calendar year: in it, or some days before it.
    pub(super) fn start(self, year: i16) -> Option<Date> {
        match self {
            Self::Day { month, day } => Date::new(year, month, day).ok(),
            Self::Week { month, .. } => self.start_near(Date::new(year, month, 1).ok()?),
        }
    }

    /// The day on which a year of weeks begins at the first of a month.
    fn start_near(self, first: Date) -> Option<Date> {
        let Self::Week { weekday, end, .. } = self else {
            return None;
        };
        let latest = match end {
            YearEnd::Nearest => first.checked_add(3.days()).ok()?,
            YearEnd::Last => first,
        };
        let since = latest.weekday().since(weekday);
        latest.checked_sub(since.days()).ok()
    }
}
