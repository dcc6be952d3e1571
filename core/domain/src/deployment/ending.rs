//! How a deployment ends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DeploymentId, DeploymentStage};
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Evolve, Key, Meta, Opening, Sealed};
use crate::release::ReleaseName;

macro_rules! ending {
    ($type:ty, $stage:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.deployment.key()
            }

            fn references(&self) -> Vec<Key> {
                vec![self.release.key(), self.environment.key()]
            }

            fn opening(&self) -> Option<Opening> {
                Some(Opening::Closed)
            }

            fn apply(&self, state: &mut State, meta: &Meta) {
                end(state, &self.deployment.key(), $stage, meta);
            }
        }
    };
}

fn end(state: &mut State, key: &Key, stage: DeploymentStage, meta: &Meta) {
    if let Some(deployment) = state.deployments.get_mut(key) {
        deployment.stage = stage;
        deployment.step = None;
        deployment.settled = Some(meta.time);
    }
}

/// A step failed: what ran there before is presumed to run on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
}

ending!(Failed, DeploymentStage::Failed);

/// Somebody stopped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aborted {
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

ending!(Aborted, DeploymentStage::Aborted);

/// Something else runs there now, for every component of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Superseded {
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// By which deployment.
    pub by: DeploymentId,
    /// Whether that was a rollback of it.
    #[serde(default)]
    pub rolled_back: bool,
}

impl Evolve for Superseded {
    fn subject(&self) -> Key {
        self.deployment.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.release.key(), self.environment.key()]
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Closed)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        end(
            state,
            &self.deployment.key(),
            DeploymentStage::Superseded,
            meta,
        );
        // What does not run there any more does not stabilise.
        let slot = (self.environment.clone(), self.deployment.clone());
        state.stabilising.remove(&slot);
    }
}
