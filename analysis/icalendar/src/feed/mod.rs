//! Whole calendars: events with times, zones and recurrence, and when they take place.

mod bare;
mod component;
mod event;
mod expand;
mod line;
mod out;
mod overridden;
mod read;
#[cfg(test)]
mod tests;
mod timezone;
mod value;
mod windows;

use holdpoint_schedule::Zone;
use jiff::Timestamp;

pub use event::{Event, Kind, Length, Status, When};
pub use expand::{Expanded, Occurrence, TooMany};

/// A calendar with events.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// What it is called, if it says so.
    pub name: Option<String>,
    /// What it is for, in one line, if it says so.
    pub description: Option<String>,
    /// How often whoever subscribes to it should look again, if it says so.
    pub refresh: Option<Length>,
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

    /// The calendar as a file: UTF-8, lines of at most 75 bytes, CRLF. It describes each zone that it names, from its first event
    /// on and for ever. Events that do not say when they were written down are taken to have been at `stamp`; the same calendar
    /// and the same moment give the same bytes. Fractions of seconds are left out.
    #[must_use]
    pub fn write(&self, stamp: Timestamp) -> String {
        out::write(self, stamp)
    }

    /// Of the text of a calendar only what says when its events take place, and what they are called: in the same words every
    /// time, a line each, without people, addresses and places. It reads as the same events, with other identifiers.
    ///
    /// # Errors
    /// What is wrong with the calendar, as [`Feed::read`].
    pub fn bare(text: &str) -> Result<String, Vec<Mistake>> {
        Self::read(text).map(|_| bare::bare(text))
    }
}
