//! Legal holds: what must not be destroyed, whatever time has passed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kept;
use crate::State;
use crate::catalogue::ComponentName;
use crate::kernel::{Kind, Sealed, Time, opaque_type};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

opaque_type!(
    /// A legal hold.
    HoldId, Kind::Hold, "hld_"
);

/// What a hold is on; written `organisation`, `release/NAME`, `component/NAME` or `person/ID`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HoldScope {
    /// Everything.
    Organisation,
    /// One release.
    Release(ReleaseName),
    /// Releases with that component.
    Component(ComponentName),
    /// What one person decided.
    Person(PersonId),
}

impl HoldScope {
    /// Whether it is on what stays of a person for a release.
    #[must_use]
    pub fn covers(
        &self,
        person: &PersonId,
        release: &ReleaseName,
        components: &[ComponentName],
    ) -> bool {
        match self {
            Self::Organisation => true,
            Self::Release(name) => name == release,
            Self::Component(name) => components.contains(name),
            Self::Person(held) => held == person,
        }
    }
}

impl std::fmt::Display for HoldScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Release(name) => write!(f, "release/{name}"),
            Self::Component(name) => write!(f, "component/{name}"),
            Self::Person(id) => write!(f, "person/{id}"),
        }
    }
}

/// A hold that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// On what.
    pub scope: HoldScope,
    /// Why.
    pub reason: Sealed,
    /// Who placed it.
    pub person: PersonId,
    /// Since when.
    pub placed: Time,
    /// Until when; until it is lifted if none.
    pub until: Option<Time>,
}

/// The holds that are on what stays of a person for a release.
pub(super) fn on<'s>(
    state: &'s State,
    person: &PersonId,
    release: &ReleaseName,
    kept: &Kept,
) -> impl Iterator<Item = (&'s HoldId, &'s Hold)> {
    let (person, release, components) = (person.clone(), release.clone(), kept.components.clone());
    let covers = move |hold: &Hold| hold.scope.covers(&person, &release, &components);
    state.holds.iter().filter(move |(_, hold)| covers(hold))
}
