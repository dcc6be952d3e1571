//! What is known of a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_pipelines::{Group, Outcome, RunState, Schedule};
use imbl::{OrdMap, Vector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PipelineName;
use super::outcome::{StepEnd, StepResult};
use super::planned::Planned;
use super::tests::SharedTests;
use super::work::{Variables, Work};
use crate::access::Role;
use crate::cutover::CutoverName;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Actor, Digest, Kind, Sealed, Time, opaque_type};
use crate::organisation::PersonId;
use crate::release::ReleaseName;

opaque_type!(
    /// A run of a pipeline.
    RunId, Kind::Run, "run_"
);

/// What a run is started with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Inputs, as people write them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, String>,
    /// What started it: `manual`, `push`, `change`, `release`, `schedule`, `webhook` or `pipeline`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub event: String,
    /// The branch of the commit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub branch: String,
    /// The tag of the commit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// The commit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commit: String,
}

impl From<&Given> for holdpoint_pipelines::Given {
    fn from(given: &Given) -> Self {
        Self {
            inputs: given.inputs.clone(),
            event: given.event.clone(),
            branch: given.branch.clone(),
            tag: given.tag.clone(),
            commit: given.commit.clone(),
            carried: Vec::new(),
            made_up: false,
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunStage {
    /// It waits until no other run of its group is under way.
    Queued,
    /// It is under way.
    Running,
    /// It has ended well.
    Succeeded,
    /// Something failed.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

impl RunStage {
    /// Whether it has not ended.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

impl From<RunState> for RunStage {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Running => Self::Running,
            RunState::Succeeded => Self::Succeeded,
            RunState::Failed => Self::Failed,
            RunState::Cancelled => Self::Cancelled,
        }
    }
}

impl std::fmt::Display for RunStage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        })
    }
}

/// A group of which one run is under way at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Busy {
    /// Its name.
    pub group: String,
    /// Whether a new run cancels those before it, rather than wait for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_older: bool,
}

/// That a run belongs to a cutover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfCutover {
    /// Which.
    pub cutover: CutoverName,
    /// Whether it is a rehearsal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rehearsal: bool,
}

/// A stage of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageOfRun {
    /// Its name.
    pub name: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The environment that it brings the release to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
}

/// Where an attempt stands that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// It is carried out.
    Running,
    /// It is to be stopped.
    Stopping,
    /// It has failed, and the next one begins then.
    Resting(Time),
}

/// One decision of a person about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub person: PersonId,
    /// In which role; none for a manual task.
    pub role: Option<Role>,
    /// What they said.
    pub comment: Option<Sealed>,
    /// When.
    pub time: Time,
}

/// An attempt of a step that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which one, from 1.
    pub number: u32,
    /// Position of its intent: the key under which it is carried out, wherever that is.
    pub intent: u64,
    /// Since when.
    pub since: Time,
    /// Where it stands.
    pub state: AttemptState,
    /// The deployments that it has begun.
    pub deployments: Vector<DeploymentId>,
    /// Who has decided so far, and how its work was said to be done.
    pub decided: Vector<Decided>,
    /// How the attempt before it ended, while it rests.
    pub before: Option<StepResult>,
}

/// A run of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub id: RunId,
    /// Of which pipeline.
    pub pipeline: PipelineName,
    /// By which definition.
    pub definition: Digest,
    /// What its graph is recognised by: the SHA-256 of its canonical JSON, in hexadecimal digits.
    pub graph: String,
    /// What it was started with.
    pub given: Given,
    /// The repository in which its steps find their files, at the commit; none for a run without.
    pub repository: String,
    /// The release that it carries.
    pub release: Option<ReleaseName>,
    /// The releases that it carries, if they are several.
    pub releases: Vector<ReleaseName>,
    /// The cutover that it belongs to.
    pub cutover: Option<OfCutover>,
    /// Who started it.
    pub by: Actor,
    /// When.
    pub started: Time,
    /// The run that it repeats.
    pub repeats: Option<RunId>,
    /// Its group.
    pub busy: Option<Busy>,
    /// When it is cancelled if it has not ended.
    pub deadline: Option<Time>,
    /// Variables that all its steps have.
    pub variables: Arc<Variables>,
    /// Its stages.
    pub stages: Vector<StageOfRun>,
    /// Its matrices.
    pub groups: Arc<Vec<Group>>,
    /// How many places its graph has.
    pub places: u32,
    /// Its graph.
    pub planned: Arc<Planned>,
    /// What is ready, from when it is under way on.
    pub schedule: Option<Arc<Schedule>>,
    /// Where it stands.
    pub stage: RunStage,
    /// Why it was cancelled, as who cancelled it says.
    pub reason: Option<Sealed>,
    /// Attempts that have not ended, by place.
    pub attempts: OrdMap<u32, Attempt>,
    /// Steps that have ended, by place.
    pub ended: OrdMap<u32, StepEnd>,
    /// The tests that its steps share, by the place where they are listed.
    pub tests: OrdMap<u32, SharedTests>,
    /// Whether anything in it was ever to be stopped.
    pub(crate) stopping: bool,
    /// When it ended.
    pub settled: Option<Time>,
}

impl Run {
    /// What is done at a place.
    #[must_use]
    pub fn work(&self, place: u32) -> Option<&Work> {
        self.planned.work(place)
    }

    /// The attempt at a place with that intent, if it has not ended.
    #[must_use]
    pub fn awaited(&self, place: u32, intent: u64) -> Option<&Attempt> {
        let attempt = self.attempts.get(&place);
        attempt.filter(|attempt| {
            attempt.intent == intent && !matches!(attempt.state, AttemptState::Resting(_))
        })
    }

    /// The environment of the stage that a place belongs to.
    #[must_use]
    pub fn environment(&self, place: u32) -> Option<&EnvironmentName> {
        let stage = self.planned.step(place)?.stage as usize;
        self.stages.get(stage)?.environment.as_ref()
    }

    /// Whether what was done at a place has been undone since, or that was tried.
    #[must_use]
    pub fn was_undone(&self, place: u32) -> bool {
        let Some(step) = self.planned.step(place) else {
            return false;
        };
        let undoes = |id: &str| {
            let rest = id.strip_prefix(step.id.as_str());
            rest.is_some_and(|rest| rest == ":roll-back" || rest.starts_with(":back-out/"))
        };
        let mut ended = self.ended.iter();
        ended.any(|(other, end)| {
            let began = !matches!(end.outcome, Outcome::Skipped(_));
            let step = self.planned.step(*other);
            began && step.is_some_and(|step| undoes(&step.id))
        })
    }

    /// Whether somebody has cancelled it.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let schedule = self.schedule.as_ref();
        schedule.is_some_and(|schedule| schedule.is_cancelled())
    }
}
