//! When books are closed.

use jiff::civil::Date;

use super::FiscalYear;
use crate::working::WorkingDays;

/// How long books are closed at the end of a period, a quarter or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseWindow {
    /// The last so many working days before it ends, counted back from its last day.
    pub before: usize,
    /// The first so many working days after it.
    pub after: usize,
}

impl CloseWindow {
    /// The first and the last day of the window around the end of something; none if it has no days.
    #[must_use]
    pub fn around(&self, end: Date, days: &WorkingDays) -> Option<(Date, Date)> {
        let next = end.tomorrow().ok()?;
        let from = match self.before {
            0 => next,
            n => days.back(end, n)?,
        };
        let to = match self.after {
            0 => end,
            n => days.from(next, n)?,
        };
        (from <= to).then_some((from, to))
    }

    /// The windows at the ends of all periods of a year, in order.
    #[must_use]
    pub fn of_periods(&self, year: &FiscalYear, days: &WorkingDays) -> Vec<(Date, Date)> {
        year.periods()
            .filter_map(|period| self.around(period.end, days))
            .collect()
    }

    /// The windows at the ends of its quarters, in order.
    #[must_use]
    pub fn of_quarters(&self, year: &FiscalYear, days: &WorkingDays) -> Vec<(Date, Date)> {
        let quarters = year.quarters.iter();
        quarters
            .filter_map(|quarter| self.around(quarter.end, days))
            .collect()
    }
}
