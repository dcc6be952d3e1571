//! What has happened to a status.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::state::key;
use super::{Progress, Status, Target, Trouble};
use crate::State;
use crate::environment::EnvironmentName;
use crate::gate::Outcome;
use crate::kernel::{Evolve, Key, Meta, Opening};
use crate::release::ReleaseName;

/// Forges are to show what the gate says: the intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusRequested {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
    /// What it says.
    pub verdict: Outcome,
    /// At which commits.
    pub targets: Vec<Target>,
}

/// They show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusShown {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
}

/// One of them does not show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusFailed {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
    /// Why.
    pub trouble: Trouble,
    /// Whether it is not tried again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up: bool,
}

/// They are told no more: what they show stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusEnded {
    /// Of which release.
    pub release: ReleaseName,
    /// For which environment.
    pub environment: EnvironmentName,
}

macro_rules! named {
    () => {
        fn subject(&self) -> Key {
            key(&self.release, &self.environment)
        }

        fn references(&self) -> Vec<Key> {
            vec![self.release.key(), self.environment.key()]
        }
    };
}

impl Evolve for StatusRequested {
    named!();

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let status = Status {
            release: self.release.clone(),
            environment: self.environment.clone(),
            verdict: self.verdict,
            targets: self.targets.clone(),
            position: meta.position,
            requested: meta.time,
            progress: Progress::Waiting,
            turned: meta.time,
            trouble: None,
        };
        let at = (self.release.clone(), self.environment.clone());
        state.statuses.insert(at, status);
    }
}

impl Evolve for StatusShown {
    named!();

    fn apply(&self, state: &mut State, meta: &Meta) {
        let at = (self.release.clone(), self.environment.clone());
        if let Some(status) = state.statuses.get_mut(&at) {
            status.progress = Progress::Shown;
            status.turned = meta.time;
            status.trouble = None;
        }
    }
}

impl Evolve for StatusFailed {
    named!();

    fn apply(&self, state: &mut State, meta: &Meta) {
        let at = (self.release.clone(), self.environment.clone());
        if let Some(status) = state.statuses.get_mut(&at) {
            if self.given_up {
                status.progress = Progress::GivenUp;
            }
            status.turned = meta.time;
            status.trouble = Some(self.trouble);
        }
    }
}

impl Evolve for StatusEnded {
    named!();

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Closed)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let at = (self.release.clone(), self.environment.clone());
        state.statuses.remove(&at);
    }
}
