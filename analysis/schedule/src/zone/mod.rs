//! Which moment a time on the clock is.

mod custom;
mod transition;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

pub use self::custom::Change;
use self::custom::Custom;
pub use self::transition::Transition;

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Known(TimeZone),
    Custom(Arc<Custom>),
}

/// What a time on the clock is in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// One moment.
    Once(Timestamp),
    /// No moment: the clock was put forward over it. What it would be by the clock before and by the clock after.
    Never {
        /// By the clock before: later than the change.
        before: Timestamp,
        /// By the clock after: earlier than the change.
        after: Timestamp,
    },
    /// Two moments: the clock was put back over it.
    Twice {
        /// Before the clock was put back.
        first: Timestamp,
        /// After.
        second: Timestamp,
    },
}

/// What becomes of a time that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gap {
    /// It does not take place.
    Skip,
    /// It is as much later by the new clock: 02:30 becomes 03:30.
    Later,
    /// It is as much earlier by the old clock: 02:30 becomes 01:30.
    Earlier,
}

/// Which of two is meant by a time that occurs twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first.
    First,
    /// The second.
    Second,
}

/// What becomes of times that do not exist, or occur twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Of those that do not exist.
    pub gap: Gap,
    /// Of those that occur twice.
    pub fold: Fold,
}

impl Policy {
    /// What RFC 5545 says of a recurrence: what does not exist is left out and not counted, what occurs twice is the first.
    pub const RFC5545: Self = Self {
        gap: Gap::Skip,
        fold: Fold::First,
    };
    /// What RFC 5545 says of a single time: one that does not exist is taken by the clock before.
    pub const SINGLE: Self = Self {
        gap: Gap::Later,
        fold: Fold::First,
    };

    /// The moment that is meant; none if it does not take place.
    #[must_use]
    pub fn moment(self, zone: &Zone, at: DateTime) -> Option<Timestamp> {
        match (zone.local(at)?, self.gap, self.fold) {
            (Local::Once(moment), _, _) => Some(moment),
            (Local::Never { .. }, Gap::Skip, _) => None,
            (Local::Never { before, .. }, Gap::Later, _) => Some(before),
            (Local::Never { after, .. }, Gap::Earlier, _) => Some(after),
            (Local::Twice { first, .. }, _, Fold::First) => Some(first),
            (Local::Twice { second, .. }, _, Fold::Second) => Some(second),
        }
    }
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Kind::Known(TimeZone::UTC));

    /// The zone of that name in the IANA database, such as `Europe/Vienna`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = jiff::tz::db().get(name).ok()?;
        Some(Self(Kind::Known(zone)))
    }

    /// A zone that is what these changes make of it.
    #[must_use]
    pub fn custom(changes: Vec<Change>) -> Self {
        Self(Kind::Custom(Arc::new(Custom::new(changes))))
    }

    /// Its name in the IANA database, if it is from there.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Kind::Known(zone) => zone.iana_name(),
            Kind::Custom(_) => None,
        }
    }

    /// What a time on the clock is; none at the ends of time.
    #[must_use]
    pub fn local(&self, at: DateTime) -> Option<Local> {
        let moment = |offset: Offset| offset.to_timestamp(at).ok();
        let offset = match &self.0 {
            Kind::Known(zone) => zone.to_ambiguous_timestamp(at).offset(),
            Kind::Custom(custom) => custom.offset(at),
        };
        Some(match offset {
            AmbiguousOffset::Unambiguous { offset } => Local::Once(moment(offset)?),
            AmbiguousOffset::Gap { before, after } => Local::Never {
                before: moment(before)?,
                after: moment(after)?,
            },
            AmbiguousOffset::Fold { before, after } => Local::Twice {
                first: moment(before)?,
                second: moment(after)?,
            },
        })
    }

    /// What the clock shows at a moment.
    #[must_use]
    pub fn clock(&self, moment: Timestamp) -> DateTime {
        self.offset(moment).to_datetime(moment)
    }

    /// How far the clock is from UTC at a moment.
    #[must_use]
    pub fn offset(&self, moment: Timestamp) -> Offset {
        match &self.0 {
            Kind::Known(zone) => zone.to_offset(moment),
            Kind::Custom(custom) => custom.at(moment),
        }
    }
}
