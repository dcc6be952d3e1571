//! Whole calendars: events with times, zones and recurrence, and when they take place.

mod component;
mod event;
mod expand;
mod line;
mod overridden;
mod read;
#[cfg(test)]
mod tests;
mod timezone;
mod value;
mod windows;

use holdpoint_schedule::Zone;

pub use event::{Event, Kind, Length, When};
pub use expand::{Expanded, Occurrence, TooMany};

/// A calendar with events.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is called, if it says so.
    pub name: Option<String>,
    /// The zone of times that name none, if it says so.
    pub zone: Option<Zone>,
    /// What its events mean.
    pub kind: Option<Kind>,
    /// Its events, as they stand there.
    pub events: Vec<Event>,
}

/// Something that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1; the first of a folded one.
    pub line: usize,
    /// The column in characters, counted from 1, as if the line were not folded.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl Feed {
    /// Reads a calendar.
    ///
    /// # Errors
    /// All mistakes, in order; at least one.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        read::feed(text)
    }
}
