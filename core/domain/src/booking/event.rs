//! What has happened to bookings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Booking, BookingId, Purpose};
use crate::environment::EnvironmentName;
use crate::kernel::{Evolve, Key, Meta, Sealed, Time};
use crate::organisation::PersonId;
use crate::{Opening, State};

/// An environment is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Which booking.
    pub booking: BookingId,
    /// Which environment.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// What for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whether others may use it at the same time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealed>,
    /// Who booked.
    pub person: PersonId,
}

impl Evolve for Made {
    fn subject(&self) -> Key {
        self.booking.key()
    }

    fn references(&self) -> Vec<Key> {
        let release = self.purpose.release().map(crate::release::ReleaseName::key);
        release
            .into_iter()
            .chain([self.environment.key()])
            .collect()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let booking = Booking {
            environment: self.environment.clone(),
            from: self.from,
            until: self.until,
            purpose: self.purpose.clone(),
            shared: self.shared,
            title: self.title.clone(),
            person: self.person.clone(),
            made: meta.time,
        };
        state.bookings.insert(self.booking.clone(), booking);
    }
}

/// A booking is for another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Which.
    pub booking: BookingId,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

impl Evolve for Moved {
    fn subject(&self) -> Key {
        self.booking.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(booking) = state.bookings.get_mut(&self.booking) {
            booking.from = self.from;
            booking.until = self.until;
        }
    }
}

/// A booking is no more: its end has come, or somebody gave it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Which.
    pub booking: BookingId,
}

impl Evolve for Ended {
    fn subject(&self) -> Key {
        self.booking.key()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Closed)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.bookings.remove(&self.booking);
    }
}
