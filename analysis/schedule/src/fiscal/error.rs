//! What cannot be a fiscal year.

use jiff::civil::Date;
use thiserror::Error;

/// Why there is no such year.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FiscalError {
    /// No year of weeks begins then.
    #[error(
        "no year of weeks begins on {start}: one begins at most 3 days from the first of a month (`nearest`), or in the 6 days before it (`last`)"
    )]
    Start {
        /// What was given.
        start: Date,
    },
    /// A year of months that begins on a day that not every month has.
    #[error("no year of months begins on {start}: begin on day 1 to 28 of a month")]
    Day {
        /// What was given.
        start: Date,
    },
    /// Beyond the calendar.
    #[error("the year {year} is beyond the calendar")]
    Far {
        /// Which.
        year: i16,
    },
}
