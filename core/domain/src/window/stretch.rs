//! From one moment to another.

use holdpoint_schedule::{Span, Zone};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::Time;

/// From a moment to another, which is not in it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// The first moment.
    pub from: Time,
    /// The first moment after it.
    pub until: Time,
}

impl Stretch {
    /// A moment alone: a millisecond.
    #[must_use]
    pub fn at(moment: Time) -> Self {
        Self {
            from: moment,
            until: moment.after(1),
        }
    }

    /// Whether the moment is in it.
    #[must_use]
    pub fn contains(&self, moment: Time) -> bool {
        self.from <= moment && moment < self.until
    }

    /// Whether both have a moment in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// As a span of moments; what takes no time is a millisecond.
    pub(crate) fn span(&self) -> Span {
        Span {
            from: stamp(self.from),
            to: stamp(self.until.max(self.from.after(1))),
        }
    }
}

impl From<Span> for Stretch {
    fn from(span: Span) -> Self {
        Self {
            from: Time::from_millis(span.from.as_millisecond()),
            until: Time::from_millis(span.to.as_millisecond()),
        }
    }
}

/// The moment as schedules have it.
pub(crate) fn stamp(time: Time) -> Timestamp {
    Timestamp::from_millisecond(time.millis()).unwrap_or(Timestamp::MAX)
}

/// A moment for people: on the clock of a time zone, which is named.
#[must_use]
pub fn told(time: Time, zone: &str) -> String {
    let (zone, name) = match Zone::named(zone) {
        Some(found) => (found, zone),
        None => (Zone::UTC, "UTC"),
    };
    format!(
        "{} ({name})",
        zone.clock(stamp(time)).strftime("%Y-%m-%d %H:%M")
    )
}
