//! That the ledger goes on from an older state than it had, because somebody accepted the loss.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PersonId;
use crate::access::Required;
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Kind, Meta, Sealed};
use crate::{Fact, State};

/// A backup was restored, and entries that were there are lost, or nobody could tell whether any are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    /// How many entries there were, as far as anybody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<u64>,
    /// How many there are in what was restored.
    pub size: u64,
    /// Who restored it; nobody whom the ledger knows if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Why the loss was accepted; it is kept under the key of who restored it, so without them there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Evolve for Restored {
    fn subject(&self) -> Key {
        Key::new(Kind::Organisation, "organisation")
    }

    fn references(&self) -> Vec<Key> {
        self.person.iter().map(PersonId::key).collect()
    }

    /// It changes nothing: what is lost is lost.
    fn apply(&self, _: &mut State, _: &Meta) {}
}

/// Records that a backup was restored with a loss; only Holdpoint itself asks, when it has restored one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRestore {
    /// How many entries there were, as far as anybody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<u64>,
    /// How many there are in what was restored.
    pub size: u64,
    /// Who restored it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Why the loss was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for RecordRestore {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, _: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let restored = Restored {
            known: self.known,
            size: self.size,
            person: self.person.clone(),
            reason: self.reason.clone(),
        };
        Ok(vec![restored.into()])
    }
}
