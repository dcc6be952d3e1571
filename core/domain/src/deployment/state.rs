//! What is known of a deployment.

use imbl::{OrdMap, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::ComponentName;
use crate::environment::{EnvironmentName, Step};
use crate::kernel::{Actor, Digest, Kind, Time, opaque_type};
use crate::release::ReleaseName;

use super::Contracted;

opaque_type!(
    /// A deployment.
    DeploymentId, Kind::Deployment, "dep_"
);

/// Where a deployment stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DeploymentStage {
    /// A step runs.
    Running,
    /// Nobody knows how a step ended; a person has to say.
    Uncertain,
    /// It is what runs there.
    Current,
    /// A step failed.
    Failed,
    /// Somebody stopped it.
    Aborted,
    /// Something else runs there now.
    Superseded,
}

impl std::fmt::Display for DeploymentStage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Running => "running",
            Self::Uncertain => "uncertain",
            Self::Current => "current",
            Self::Failed => "failed",
            Self::Aborted => "aborted",
            Self::Superseded => "superseded",
        })
    }
}

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Bringing a release where it has passed the gate to.
    Deploy,
    /// Bringing back what ran before another deployment.
    Rollback {
        /// Which one is undone.
        of: DeploymentId,
    },
}

/// The step that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningStep {
    /// Position of its intent: the key of the effect.
    pub position: u64,
    /// Which step, counted from 0.
    pub index: u32,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Since when.
    pub since: Time,
    /// When it is given up for lost.
    pub deadline: Time,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepOutcome {
    /// Exit code; none if a signal ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// Signal number, if one ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<i32>,
    /// Whether it took longer than it may.
    #[serde(default)]
    pub timed_out: bool,
    /// Digest of what it wrote, kept as a blob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Digest>,
    /// When it began, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Time>,
    /// When it ended, as the agent says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Time>,
}

impl StepOutcome {
    /// Whether it did what it should.
    #[must_use]
    pub fn success(&self) -> bool {
        self.exit_code == Some(0) && !self.timed_out
    }
}

/// A step that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Which step, counted from 0.
    pub index: u32,
    /// How.
    pub outcome: StepOutcome,
    /// When.
    pub time: Time,
}

/// One attempt to bring a release to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// Which.
    pub id: DeploymentId,
    /// What.
    pub release: ReleaseName,
    /// Exactly what.
    pub manifest: Digest,
    /// Where.
    pub environment: EnvironmentName,
    /// Which components of it.
    pub components: Vector<ComponentName>,
    /// What for.
    pub purpose: Purpose,
    /// Who asked for it.
    pub by: Actor,
    /// When.
    pub requested: Time,
    /// How, in order.
    pub steps: Vector<Step>,
    /// Where it stands.
    pub stage: DeploymentStage,
    /// The step that runs, or whose end is not known.
    pub step: Option<RunningStep>,
    /// Steps that have ended.
    pub finished: Vector<Finished>,
    /// When it ended or became current.
    pub settled: Option<Time>,
    /// What ran there before, by component.
    pub replaced: OrdMap<ComponentName, DeploymentId>,
    /// What is known of the contracts of its artifacts, by name.
    pub contracts: OrdMap<String, Contracted>,
}

impl Deployment {
    /// Whether it is what runs there.
    #[must_use]
    pub fn current(&self) -> bool {
        self.stage == DeploymentStage::Current
    }

    /// Whether it is on its way.
    #[must_use]
    pub fn in_progress(&self) -> bool {
        matches!(
            self.stage,
            DeploymentStage::Running | DeploymentStage::Uncertain
        )
    }

    /// Whether it belongs in memory.
    #[must_use]
    pub fn open(&self) -> bool {
        self.current() || self.in_progress()
    }
}
