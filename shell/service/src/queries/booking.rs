//! `environment.bookings` and `environment.free`.

use holdpoint_domain::Time;
use holdpoint_domain::booking::{Booking, BookingId, Slot};
use holdpoint_domain::environment::EnvironmentName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::environment::find;
use crate::{Names, PersonRef, Reader, ServiceError};

/// Bookings that have not ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListBookings {
    /// Of which environment; of all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

/// Bookings that have not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bookings {
    /// In the order of their beginnings.
    pub bookings: Vec<BookingView>,
}

/// A booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BookingView {
    /// Which.
    pub booking: BookingId,
    /// Which environment.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// What for: `use`, `refresh` or `release/NAME`.
    pub purpose: String,
    /// Whether others may use it at the same time.
    pub shared: bool,
    /// What people call it.
    pub title: Option<String>,
    /// Who booked.
    pub by: PersonRef,
    /// Whether it has begun.
    pub active: bool,
}

impl Query for ListBookings {
    const NAME: &'static str = "environment.bookings";
    type View = Bookings;

    fn answer(&self, reader: &Reader<'_>) -> Result<Bookings, ServiceError> {
        let (names, now) = (reader.names(), reader.now());
        reader.ask(|state| {
            let only = self.environment.as_deref().map(|name| find(state, name));
            let only = match only.transpose() {
                Ok(place) => place.map(|place| place.name.clone()),
                Err(error) => return Ok(Err(error)),
            };
            let meant = |booking: &Booking| {
                only.as_ref()
                    .is_none_or(|name| booking.environment == *name)
            };
            let all = state.bookings.iter().filter(|(_, booking)| meant(booking));
            let mut bookings: Vec<_> = all
                .map(|(id, booking)| view(names, now, id, booking))
                .collect();
            bookings.sort_by(|one, other| {
                (one.from, &one.environment, &one.booking).cmp(&(
                    other.from,
                    &other.environment,
                    &other.booking,
                ))
            });
            Ok(Ok(Bookings { bookings }))
        })?
    }
}

fn view(names: Names<'_>, now: Time, id: &BookingId, booking: &Booking) -> BookingView {
    BookingView {
        booking: id.clone(),
        environment: booking.environment.clone(),
        from: booking.from,
        until: booking.until,
        purpose: booking.purpose.to_string(),
        shared: booking.shared,
        title: names.text(booking.title.as_ref()),
        by: names.person(&booking.person),
        active: booking.active(now),
    }
}

/// When an environment is free for as long as is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindSlot {
    /// Which environment.
    pub environment: String,
    /// For how long, in minutes.
    pub minutes: u32,
    /// From when on; from now on if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Time>,
    /// Whether others may use it at the same time.
    #[serde(default)]
    pub shared: bool,
}

/// When an environment is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FreeSlot {
    /// Which environment.
    pub environment: EnvironmentName,
    /// From when on; none if it is never free for so long.
    pub from: Option<Time>,
    /// Until when.
    pub until: Option<Time>,
}

impl Query for FindSlot {
    const NAME: &'static str = "environment.free";
    type View = FreeSlot;

    fn answer(&self, reader: &Reader<'_>) -> Result<FreeSlot, ServiceError> {
        let after = self.after.unwrap_or(reader.now());
        reader.ask(|state| {
            Ok(find(state, &self.environment).map(|place| {
                let slot = Slot {
                    environment: &place.name,
                    after,
                    length: i64::from(self.minutes) * 60_000,
                    shared: self.shared,
                    moving: None,
                };
                let (from, until) = state.free_slot(&slot).unzip();
                FreeSlot {
                    environment: place.name.clone(),
                    from,
                    until,
                }
            }))
        })?
    }
}
