//! What an event says.

use holdpoint_schedule::{Rule, Zone};
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

/// What the events of a calendar mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Open but for its events: `X-CALENDAR-TYPE:DEFAULT_OPEN`.
    Open,
    /// Closed but for its events: `X-CALENDAR-TYPE:DEFAULT_CLOSED`.
    Closed,
}

/// When something is.
#[derive(Debug, Clone)]
pub enum When {
    /// A whole day, wherever one is.
    Date(Date),
    /// A time on the clock of a zone.
    Zoned(DateTime, Zone),
    /// A time on the clock, wherever one is.
    Floating(DateTime),
    /// A moment.
    Utc(Timestamp),
}

/// How long something takes: days of the clock, and then so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Days; they may have 23 or 25 hours.
    pub days: i64,
    /// Exactly.
    pub exact: SignedDuration,
}

/// An event, or another form of one of the times of an event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name among all events.
    pub uid: String,
    /// What it is called, in one line; may be empty.
    pub summary: String,
    /// When it begins, or begins for the first time.
    pub start: When,
    /// How long it takes.
    pub length: Length,
    /// By which rules it takes place again.
    pub rules: Vec<Rule>,
    /// Other times at which it takes place, with another length if they have one.
    pub more: Vec<(When, Option<Length>)>,
    /// Times at which it does not take place.
    pub without: Vec<When>,
    /// Which time of the event of the same uid this is another form of, and whether of all that follow, too.
    pub instead: Option<(When, bool)>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether whoever has it is free all the same.
    pub transparent: bool,
    /// The line at which it begins.
    pub line: usize,
}

impl Length {
    /// None at all.
    pub const ZERO: Self = Self {
        days: 0,
        exact: SignedDuration::ZERO,
    };
}
