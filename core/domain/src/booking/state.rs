//! What is known of a booking.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Kind, Sealed, Time, opaque_type};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

opaque_type!(
    /// A booking.
    BookingId, Kind::Booking, "bkg_"
);

/// What an environment is booked for; written `use`, `refresh` or `{"release": NAME}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Some use of it, such as a test or a training.
    #[default]
    Use,
    /// Its data are brought up to date: nothing else goes on meanwhile.
    Refresh,
    /// One release.
    Release(ReleaseName),
}

impl Purpose {
    /// The release that it is for.
    #[must_use]
    pub fn release(&self) -> Option<&ReleaseName> {
        match self {
            Self::Release(name) => Some(name),
            Self::Use | Self::Refresh => None,
        }
    }
}

impl std::fmt::Display for Purpose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Use => f.write_str("use"),
            Self::Refresh => f.write_str("refresh"),
            Self::Release(name) => write!(f, "release/{name}"),
        }
    }
}

/// An environment that is somebody's for a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Which environment.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// What for.
    pub purpose: Purpose,
    /// Whether others may use it at the same time.
    pub shared: bool,
    /// What people call it.
    pub title: Option<Sealed>,
    /// Who booked.
    pub person: PersonId,
    /// When.
    pub made: Time,
}

impl Booking {
    /// Whether it has begun at `now`, and not ended.
    #[must_use]
    pub fn active(&self, now: Time) -> bool {
        self.from <= now && now < self.until
    }

    /// Whether it keeps a release out.
    #[must_use]
    pub fn excludes(&self, release: &ReleaseName) -> bool {
        !self.shared && self.purpose.release() != Some(release)
    }

    /// Whether it has some time in common with a span.
    #[must_use]
    pub fn meets(&self, from: Time, until: Time) -> bool {
        self.from < until && from < self.until
    }
}

impl State {
    /// The bookings of an environment that have not ended, in the order of their beginnings.
    #[must_use]
    pub fn bookings_of(&self, environment: &EnvironmentName) -> Vec<(&BookingId, &Booking)> {
        let of = |(_, booking): &(&BookingId, &Booking)| booking.environment == *environment;
        let mut all: Vec<_> = self.bookings.iter().filter(of).collect();
        all.sort_by_key(|(id, booking)| (booking.from, *id));
        all
    }

    /// The booking that keeps a release out of an environment in a span, the first if there are several.
    #[must_use]
    pub fn booked_against(
        &self,
        environment: &EnvironmentName,
        release: &ReleaseName,
        from: Time,
        until: Time,
    ) -> Option<(&BookingId, &Booking)> {
        let against = |booking: &Booking| booking.meets(from, until) && booking.excludes(release);
        let mut all = self.bookings_of(environment).into_iter();
        all.find(|(_, booking)| against(booking))
    }
}
