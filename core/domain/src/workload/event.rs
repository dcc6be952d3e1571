//! What has happened with workloads.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RunId, WorkloadName};
use crate::State;
use crate::access::{Role, Scope};
use crate::kernel::{Evolve, Key, Meta, Time};

/// A run of a workload was let in. What it does names it as the actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Admitted {
    /// Which workload.
    pub workload: WorkloadName,
    /// Which run.
    pub run: RunId,
    /// By whose token.
    pub issuer: String,
    /// Who it is to its issuer; a digest where that could be a person.
    pub subject: String,
    /// What its issuer calls the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// The claims that let it in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, String>,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Until when its token counts.
    pub until: Time,
}

impl Evolve for Admitted {
    fn subject(&self) -> Key {
        self.workload.key()
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}
