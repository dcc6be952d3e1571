//! What is known of a cutover.

use imbl::Vector;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Actor, Kind, Sealed, Time, name_type};
use crate::pipeline::{Given, PipelineName, RunId, StartRun};
use crate::release::ReleaseName;

name_type!(
    /// The name of a cutover.
    CutoverName, Kind::Cutover
);

/// The event of a run that is the night itself.
pub const CUTOVER: &str = "cutover";

/// What goes out, how and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Night {
    /// The pipeline whose steps are its tasks.
    pub pipeline: PipelineName,
    /// What goes out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<ReleaseName>,
    /// What its runs are started with; not by which event.
    #[serde(default)]
    pub given: Given,
    /// When it begins.
    pub begins: Time,
}

impl Night {
    /// The start of its run, by that event.
    #[must_use]
    pub fn start(&self, event: &str) -> StartRun {
        StartRun {
            pipeline: self.pipeline.clone(),
            given: Given {
                event: event.to_owned(),
                ..self.given.clone()
            },
            release: None,
            releases: self.releases.clone(),
        }
    }
}

/// Where a cutover stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CutoverStage {
    /// It is to come.
    Planned,
    /// It is under way.
    Running,
    /// It has not gone well, and may be started again.
    Failed,
    /// It has gone well.
    Done,
    /// It will not be.
    Abandoned,
}

impl CutoverStage {
    /// Whether anything may still come of it.
    #[must_use]
    pub fn open(self) -> bool {
        !matches!(self, Self::Done | Self::Abandoned)
    }
}

impl std::fmt::Display for CutoverStage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Done => "done",
            Self::Abandoned => "abandoned",
        })
    }
}

/// A run of a cutover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutoverRun {
    /// Which.
    pub run: RunId,
    /// Whether it is a rehearsal.
    pub rehearsal: bool,
    /// When it was started.
    pub started: Time,
}

/// A cutover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cutover {
    /// Its name.
    pub name: CutoverName,
    /// What it is.
    pub night: Night,
    /// Who planned it last.
    pub by: Actor,
    /// When.
    pub planned: Time,
    /// Its runs, the oldest first.
    pub runs: Vector<CutoverRun>,
    /// Where it stands.
    pub stage: CutoverStage,
    /// Why it was abandoned, as who did so says.
    pub reason: Option<Sealed>,
    /// When it ended or was abandoned, if nothing more may come of it.
    pub settled: Option<Time>,
}

impl Cutover {
    /// The newest run of the night itself.
    #[must_use]
    pub fn run(&self) -> Option<&CutoverRun> {
        self.runs.iter().rfind(|run| !run.rehearsal)
    }

    /// Its rehearsals, the newest first.
    pub fn rehearsals(&self) -> impl Iterator<Item = &CutoverRun> {
        self.runs.iter().rev().filter(|run| run.rehearsal)
    }
}
