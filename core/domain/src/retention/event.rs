//! What has happened to what stays, and to holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hold, HoldId, HoldScope, Kept};
use crate::State;
use crate::kernel::{Evolve, Key, Kind, Meta, Opening, Sealed, Time};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

/// The name of somebody who was erased, and their reasons, stay for these releases, for audit roles only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retained {
    /// Who.
    pub person: PersonId,
    /// For which releases, why and until when.
    pub releases: BTreeMap<ReleaseName, Kept>,
}

impl Evolve for Retained {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn references(&self) -> Vec<Key> {
        self.releases.keys().map(ReleaseName::key).collect()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(person) = state.people.get_mut(&self.person) {
            let releases = self.releases.clone().into_iter();
            person.retained.extend(releases);
        }
    }
}

/// What stayed for these releases is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    /// Of whom.
    pub person: PersonId,
    /// For which releases.
    pub releases: Vec<ReleaseName>,
}

impl Evolve for Forgotten {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn references(&self) -> Vec<Key> {
        self.releases.iter().map(ReleaseName::key).collect()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(person) = state.people.get_mut(&self.person) {
            for release in &self.releases {
                person.retained.remove(release);
            }
        }
    }
}

/// A legal hold is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldPlaced {
    /// Which.
    pub hold: HoldId,
    /// On what.
    pub scope: HoldScope,
    /// Who placed it.
    pub person: PersonId,
    /// Why.
    pub reason: Sealed,
    /// Until when; until it is lifted if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

impl Evolve for HoldPlaced {
    fn subject(&self) -> Key {
        self.hold.key()
    }

    fn references(&self) -> Vec<Key> {
        let on = match &self.scope {
            HoldScope::Organisation => Key::new(Kind::Organisation, "organisation"),
            HoldScope::Release(name) => name.key(),
            HoldScope::Component(name) => name.key(),
            HoldScope::Person(id) => id.key(),
        };
        vec![on]
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let hold = Hold {
            scope: self.scope.clone(),
            reason: self.reason.clone(),
            person: self.person.clone(),
            placed: meta.time,
            until: self.until,
        };
        state.holds.insert(self.hold.clone(), hold);
    }
}

/// A legal hold is on no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldLifted {
    /// Which.
    pub hold: HoldId,
    /// Why; its end has come if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Evolve for HoldLifted {
    fn subject(&self) -> Key {
        self.hold.key()
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Closed)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.holds.remove(&self.hold);
    }
}
