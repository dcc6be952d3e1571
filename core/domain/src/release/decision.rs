//! Go and no-go.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReleaseName, Stage};
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Evolve, Key, Meta, Sealed};
use crate::organisation::PersonId;
use crate::signing::SignedStatement;

/// What was decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// It may go out.
    Go,
    /// It may not.
    NoGo,
}

/// Somebody who leads releases has said go or no-go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionMade {
    /// About which release.
    pub release: ReleaseName,
    /// What.
    pub decision: Decided,
    /// For which environment; everywhere if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// Who; at first only the entry's actor told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

impl Evolve for DecisionMade {
    fn subject(&self) -> Key {
        self.release.key()
    }

    fn references(&self) -> Vec<Key> {
        self.person.iter().map(PersonId::key).collect()
    }

    fn format(&self) -> u32 {
        // At first nobody was named, and nobody signed.
        match self.person.is_some() || self.signature.is_some() {
            true => 2,
            false => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(release) = state.releases.get_mut(&self.release.key()) {
            release.newest = meta.position;
            if self.decision == Decided::NoGo {
                release.turn(Stage::Stopped, meta);
            }
        }
    }
}
