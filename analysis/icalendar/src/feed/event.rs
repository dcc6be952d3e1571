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

/// How sure it is that an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not yet.
    Tentative,
    /// It does.
    Confirmed,
    /// It was called off.
    Cancelled,
}

/// An event, or another form of one of the times of an event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name among all events.
    pub uid: String,
    /// When what is said of it was written down, if it says so.
    pub stamp: Option<Timestamp>,
    /// How often it was changed in earnest.
    pub sequence: u32,
    /// What it is called, in one line; may be empty.
    pub summary: String,
    /// More about it, in lines.
    pub description: Option<String>,
    /// What it is one of, each in one line.
    pub categories: Vec<String>,
    /// Where it takes place, in one line.
    pub location: Option<String>,
    /// Where there is more about it.
    pub url: Option<String>,
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
    /// How sure it is, if that is said.
    pub status: Option<Status>,
    /// Whether whoever has it is free all the same.
    pub transparent: bool,
    /// The line at which it begins; 0 if it was not read.
    pub line: usize,
}

impl Event {
    /// An event that takes place once, a whole day or for no time at all, and of which nothing more is known.
    #[must_use]
    pub fn new(uid: impl Into<String>, start: When) -> Self {
        Self {
            uid: uid.into(),
            stamp: None,
            sequence: 0,
            summary: String::new(),
            description: None,
            categories: Vec::new(),
            location: None,
            url: None,
            length: Length::of(&start),
            start,
            rules: Vec::new(),
            more: Vec::new(),
            without: Vec::new(),
            instead: None,
            status: None,
            transparent: false,
            line: 0,
        }
    }
}

impl Length {
    /// None at all.
    pub const ZERO: Self = Self {
        days: 0,
        exact: SignedDuration::ZERO,
    };

    /// So many days of the clock.
    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self { days, ..Self::ZERO }
    }

    /// Exactly so long.
    #[must_use]
    pub const fn exact(exact: SignedDuration) -> Self {
        Self { days: 0, exact }
    }

    /// Of what does not say how long it takes.
    pub(super) fn of(start: &When) -> Self {
        match start {
            When::Date(_) => Self::days(1),
            _ => Self::ZERO,
        }
    }
}
