//! What is moved: a plan of a release, or a booking.

use holdpoint_domain::booking::{BookingId, EndBooking};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{ReleaseName, UnplanRelease};
use holdpoint_domain::window::{Stretch, WindowName};
use holdpoint_domain::{Command, Kind, State};
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::visit::Fields;

/// What is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::calendar) enum Subject {
    /// When a release is to go to an environment.
    Plan(ReleaseName, EnvironmentName),
    /// When an environment is somebody's.
    Booking(BookingId),
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) span: Stretch,
    pub(super) place: EnvironmentName,
    /// What a booking is for.
    pub(super) purpose: Option<String>,
}

impl Subject {
    /// The one that fields name.
    pub(super) fn named(fields: &Fields) -> Result<Self, ServiceError> {
        let text = |name: &str| fields.get(name).unwrap_or_default();
        let absent = |kind, name: &str| ServiceError::absent(kind, name, std::iter::empty());
        if let Some(id) = fields.get("booking") {
            let found = id.parse().map_err(|_| absent(Kind::Booking, id))?;
            return Ok(Self::Booking(found));
        }
        let (release, place) = (text("release"), text("place"));
        let name = release.parse();
        let name = name.map_err(|_| absent(Kind::Release, release))?;
        let to = place.parse();
        let to = to.map_err(|_| absent(Kind::Environment, place))?;
        Ok(Self::Plan(name, to))
    }

    /// The fields that name it.
    pub(in crate::pages::calendar) fn fields(&self) -> Fields {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Fields(match self {
            Self::Plan(release, place) => vec![
                field("release", release.as_str()),
                field("place", place.as_str()),
            ],
            Self::Booking(id) => vec![field("booking", id.as_str())],
        })
    }

    /// Where it stands now.
    pub(super) fn standing(&self, desk: &Desk<'_>) -> Result<Standing, ServiceError> {
        let found = desk.reader.ask(|state| Ok(self.found(state)))?;
        found.map_or_else(|| Err(self.missing(desk)?), Ok)
    }

    /// That it is not there; of a release that is, the rules say it.
    fn missing(&self, desk: &Desk<'_>) -> Result<ServiceError, ServiceError> {
        let absent = |kind, name: &str| ServiceError::absent(kind, name, std::iter::empty());
        let release = match self {
            Self::Booking(id) => return Ok(absent(Kind::Booking, id.as_str())),
            Self::Plan(release, _) => release,
        };
        let known = |state: &State| state.releases.peek(&release.key()).is_some();
        let said = match desk.reader.ask(|state| Ok(known(state)))? {
            true => desk.could(&self.taken_away())?.err(),
            false => None,
        };
        Ok(said.map_or_else(
            || absent(Kind::Release, release.as_str()),
            ServiceError::Refused,
        ))
    }

    fn taken_away(&self) -> Command {
        match self.clone() {
            Self::Plan(release, environment) => UnplanRelease {
                release,
                environment,
            }
            .into(),
            Self::Booking(booking) => EndBooking { booking }.into(),
        }
    }

    /// What is planned is of a release that still goes somewhere, and these are in memory.
    fn found(&self, state: &State) -> Option<Standing> {
        match self {
            Self::Plan(release, place) => {
                let release = state.releases.peek(&release.key())?;
                Some(Standing {
                    span: release.plans.get(place)?.span,
                    place: place.clone(),
                    purpose: None,
                })
            }
            Self::Booking(id) => {
                let booking = state.bookings.get(id)?;
                Some(Standing {
                    span: Stretch {
                        from: booking.from,
                        until: booking.until,
                    },
                    place: booking.environment.clone(),
                    purpose: Some(booking.purpose.to_string()),
                })
            }
        }
    }

    /// The request that moves it there: by itself, or with a train that departs then.
    pub(super) fn request(&self, span: Stretch, train: Option<&WindowName>) -> Value {
        let (from, until) = (span.from, span.until);
        match self {
            Self::Plan(release, place) => json!({ "command": "release.plan", "arguments": {
                "release": release, "environment": place, "from": from, "until": until, "train": train,
            } }),
            Self::Booking(booking) => json!({ "command": "environment.move-booking", "arguments": {
                "booking": booking, "from": from, "until": until,
            } }),
        }
    }

    /// Whether whoever looks may move it at all: who may take it away may.
    pub(in crate::pages::calendar) fn may_move(
        &self,
        desk: &Desk<'_>,
    ) -> Result<bool, ServiceError> {
        if desk.at.is_some() {
            return Ok(false);
        }
        Ok(desk.could(&self.taken_away())?.is_ok())
    }
}
