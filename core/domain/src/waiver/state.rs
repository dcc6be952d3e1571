//! What is known of a waiver.

use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Kind, Sealed, Time, opaque_type};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

opaque_type!(
    /// A waiver.
    WaiverId, Kind::Waiver, "wai_"
);

/// An exception to a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Which.
    pub id: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// In which environment.
    pub environment: EnvironmentName,
    /// From which criterion.
    pub criterion: String,
    /// Why.
    pub reason: Sealed,
    /// Who asked for it.
    pub requested_by: PersonId,
    /// When.
    pub requested: Time,
    /// Until when.
    pub ends: Time,
    /// Who approved it, if somebody has.
    pub approved_by: Option<PersonId>,
    /// Whether it has ended: revoked, rejected or expired.
    pub ended: bool,
}

/// The waiver that stands in for a criterion at `now`. Open waivers are always in memory.
pub(crate) fn standing_in(
    state: &State,
    release: &ReleaseName,
    environment: &EnvironmentName,
    criterion: &str,
    now: Time,
) -> Option<WaiverId> {
    let fits = |waiver: &&Waiver| {
        waiver.release == *release
            && waiver.environment == *environment
            && waiver.criterion == criterion
            && waiver.approved_by.is_some()
            && !waiver.ended
            && now < waiver.ends
    };
    state
        .waivers
        .iter()
        .map(|(_, waiver)| waiver)
        .find(fits)
        .map(|waiver| waiver.id.clone())
}
