//! `pipeline.show`.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::pipeline::{Given, Run, RunId};
use holdpoint_domain::{Digest, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::runs::{RunLine, line};
use super::step::{RunStepView, step};
use crate::queries::Query;
use crate::{Names, Reader, ServiceError};

/// One run of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowRun {
    /// Its id.
    pub run: String,
}

/// One run of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunPage {
    /// As it is in a list.
    #[serde(flatten)]
    pub line: RunLine,
    /// What it was started with.
    pub given: Given,
    /// By which definition.
    pub definition: Digest,
    /// What its graph is recognised by: the SHA-256 of its canonical JSON, in hexadecimal digits.
    pub graph: String,
    /// The repository in which its steps find their files.
    pub repository: String,
    /// The run that it repeats.
    pub repeats: Option<RunId>,
    /// Whether it is cancelled.
    pub cancelled: bool,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Its stages, in order.
    pub stages: Vec<StageView>,
}

/// A stage of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageView {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The environment that it brings the release to.
    pub environment: Option<EnvironmentName>,
    /// Its steps, in the order in which they come.
    pub steps: Vec<RunStepView>,
}

impl Query for ShowRun {
    const NAME: &'static str = "pipeline.show";
    type View = RunPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<RunPage, ServiceError> {
        let id = id(&self.run)?;
        let names = reader.names();
        let found = reader.ask(|state| Ok(state.runs.get(&id.key())?.cloned()))?;
        found
            .map(|run| page(&run, names))
            .ok_or_else(|| absent(&self.run))
    }
}

pub(in crate::queries) fn absent(run: &str) -> ServiceError {
    ServiceError::absent(Kind::Run, run, std::iter::empty())
}

pub(super) fn id(text: &str) -> Result<RunId, ServiceError> {
    text.parse().map_err(|_| absent(text))
}

fn page(run: &Run, names: Names<'_>) -> RunPage {
    let stages = (0..).zip(&run.stages).map(|(at, stage)| StageView {
        name: stage.name.clone(),
        title: stage.title.clone(),
        environment: stage.environment.clone(),
        steps: steps(run, at, names),
    });
    RunPage {
        line: line(run, names),
        given: run.given.clone(),
        definition: run.definition,
        graph: run.graph.clone(),
        repository: run.repository.clone(),
        repeats: run.repeats.clone(),
        cancelled: run.is_cancelled(),
        reason: names.text(run.reason.as_ref()),
        stages: stages.collect(),
    }
}

fn steps(run: &Run, stage: u32, names: Names<'_>) -> Vec<RunStepView> {
    let all = (0..).zip(&run.planned.steps);
    let own = all.filter(|(_, step)| step.stage == stage && step.work.is_some());
    own.map(|(place, planned)| step(run, place, planned, names))
        .collect()
}
