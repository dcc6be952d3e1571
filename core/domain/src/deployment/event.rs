//! What has happened to a deployment.

use std::collections::BTreeMap;

use imbl::{OrdMap, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Deployment, DeploymentId, DeploymentStage, Finished, Purpose, RunningStep, StepOutcome,
};
use crate::State;
use crate::catalogue::ComponentName;
use crate::contract::Contracts;
use crate::environment::{EnvironmentName, Step};
use crate::kernel::{Digest, Evolve, Key, Meta, Opening};
use crate::release::ReleaseName;

macro_rules! on_deployment {
    ($type:ty, $opening:expr, |$event:ident, $deployment:ident, $meta:ident| $change:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.deployment.key()
            }

            fn references(&self) -> Vec<Key> {
                vec![self.release.key(), self.environment.key()]
            }

            fn opening(&self) -> Option<Opening> {
                $opening
            }

            fn apply(&self, state: &mut State, $meta: &Meta) {
                let $event = self;
                if let Some($deployment) = state.deployments.get_mut(&self.deployment.key()) {
                    $change;
                }
            }
        }
    };
}

/// A deployment was asked for, and let through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requested {
    /// Which.
    pub deployment: DeploymentId,
    /// What.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Exactly what.
    pub manifest: Digest,
    /// Which components of it.
    pub components: Vec<ComponentName>,
    /// What for.
    pub purpose: Purpose,
    /// How, in order, as the environment says now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl Evolve for Requested {
    fn subject(&self) -> Key {
        self.deployment.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.release.key(), self.environment.key()]
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let deployment = Deployment {
            id: self.deployment.clone(),
            release: self.release.clone(),
            manifest: self.manifest,
            environment: self.environment.clone(),
            components: self.components.iter().cloned().collect(),
            purpose: self.purpose.clone(),
            by: meta.actor.clone(),
            requested: meta.time,
            steps: self.steps.iter().cloned().collect(),
            stage: DeploymentStage::Running,
            step: None,
            finished: Vector::new(),
            settled: None,
            replaced: OrdMap::new(),
            contracts: OrdMap::new(),
        };
        state.deployments.insert(self.deployment.key(), deployment);
    }
}

/// A step is to be run: the intent, whose position is the key of the effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRequested {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Which step, counted from 0.
    pub index: u32,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// How long it may take, in seconds.
    pub timeout_seconds: u32,
}

/// How much later than its time limit a step is given up for lost, in milliseconds: the agent stops it at
/// the limit and needs a moment to say so.
const GRACE: i64 = 60_000;

on_deployment!(StepRequested, None, |event, deployment, meta| {
    let limit = i64::from(event.timeout_seconds) * 1000 + GRACE;
    deployment.stage = DeploymentStage::Running;
    deployment.step = Some(RunningStep {
        position: meta.position,
        index: event.index,
        command: event.command.clone(),
        since: meta.time,
        deadline: meta.time.after(limit),
    });
});

/// A step has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepFinished {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Which step, counted from 0.
    pub index: u32,
    /// Position of its intent.
    pub intent: u64,
    /// How.
    pub outcome: StepOutcome,
}

on_deployment!(StepFinished, None, |event, deployment, meta| {
    deployment.stage = DeploymentStage::Running;
    deployment.step = None;
    deployment.finished.push_back(Finished {
        index: event.index,
        outcome: event.outcome.clone(),
        time: meta.time,
    });
});

/// Which interfaces an artifact that it deploys provides and consumes, as is known from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contracted {
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Which artifact, by its name in the release.
    pub artifact: String,
    /// The component that it is of.
    pub component: ComponentName,
    /// Its version, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its digest.
    pub digest: Digest,
    /// What it provides and consumes; nothing if that is not known any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contracts: Option<Contracts>,
}

on_deployment!(Contracted, None, |event, deployment, _meta| {
    let name = event.artifact.clone();
    deployment.contracts.insert(name, event.clone())
});

/// Nobody knows how a step ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepLost {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Which step, counted from 0.
    pub index: u32,
    /// Position of its intent.
    pub intent: u64,
}

on_deployment!(StepLost, None, |_event, deployment, _meta| {
    deployment.stage = DeploymentStage::Uncertain
});

/// All steps succeeded: the release runs there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Succeeded {
    /// Which deployment.
    pub deployment: DeploymentId,
    /// Of which release.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// What ran there before, by component.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replaced: BTreeMap<ComponentName, DeploymentId>,
}

impl Evolve for Succeeded {
    fn subject(&self) -> Key {
        self.deployment.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.release.key(), self.environment.key()]
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let Some(deployment) = state.deployments.get_mut(&self.deployment.key()) else {
            return;
        };
        deployment.stage = DeploymentStage::Current;
        deployment.settled = Some(meta.time);
        deployment.replaced = self
            .replaced
            .iter()
            .map(|(name, id)| (name.clone(), id.clone()))
            .collect();
        for component in &deployment.components {
            let slot = (self.environment.clone(), component.clone());
            state.running.insert(slot, self.deployment.clone());
        }
        state.stabilise(&self.deployment.key(), meta.time);
    }
}
