//! What is known of a waiver.

use std::collections::BTreeSet;

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
    /// From these findings of it only, by what they are recognised by; from all of it if there are none.
    pub findings: Vec<String>,
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
    let mut found = counting(state, release, environment, criterion, now);
    let whole = found.find(|waiver| waiver.findings.is_empty());
    whole.map(|waiver| waiver.id.clone())
}

/// The findings that are excused for a criterion at `now`.
pub(crate) fn excused<'a>(
    state: &'a State,
    release: &ReleaseName,
    environment: &EnvironmentName,
    criterion: &str,
    now: Time,
) -> BTreeSet<&'a str> {
    let found = counting(state, release, environment, criterion, now);
    found
        .flat_map(|waiver| &waiver.findings)
        .map(String::as_str)
        .collect()
}

fn counting<'a>(
    state: &'a State,
    release: &ReleaseName,
    environment: &EnvironmentName,
    criterion: &str,
    now: Time,
) -> impl Iterator<Item = &'a Waiver> {
    let fits = move |waiver: &&'a Waiver| {
        waiver.release == *release
            && waiver.environment == *environment
            && waiver.criterion == criterion
            && waiver.approved_by.is_some()
            && !waiver.ended
            && now < waiver.ends
    };
    state.waivers.iter().map(|(_, waiver)| waiver).filter(fits)
}
