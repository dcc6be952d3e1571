//! `cutover.show`.

use holdpoint_domain::cutover::{Cutover, CutoverName};
use holdpoint_domain::pipeline::{Given, RunId, RunStage};
use holdpoint_domain::{Kind, Need, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::{CutoverLine, line};
use super::night::Night;
use super::task::{TaskView, tasks};
use crate::queries::Query;
use crate::queries::pipeline::absent_run;
use crate::{ActorRef, Names, Reader, ServiceError};

/// One cutover: its tasks, when each is planned, when it was, and when it will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowCutover {
    /// Its name.
    pub cutover: String,
    /// Which of its runs; the newest of the night itself if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
}

/// One cutover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutoverPage {
    /// As it is in a list.
    #[serde(flatten)]
    pub line: CutoverLine,
    /// What its runs are started with.
    pub given: Given,
    /// Who planned it last.
    pub by: ActorRef,
    /// When.
    pub planned: Time,
    /// Why it was abandoned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The run that is shown; nothing if that is the plan.
    pub shown: Option<RunId>,
    /// Whether that is a rehearsal.
    pub rehearsal: bool,
    /// Where that stands.
    pub shown_stage: Option<RunStage>,
    /// Why it could not be started as things stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// Its tasks, in the order in which they come.
    pub tasks: Vec<TaskView>,
    /// Its rehearsals, the newest first.
    pub rehearsals: Vec<RehearsalView>,
    /// As of when this was worked out.
    pub now: Time,
}

/// A rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RehearsalView {
    /// The run that it is.
    pub run: RunId,
    /// Where it stands.
    pub stage: RunStage,
    /// When it was started.
    pub started: Time,
    /// When it ended.
    pub settled: Option<Time>,
    /// How long it took, in seconds.
    pub took_seconds: Option<i64>,
}

impl Query for ShowCutover {
    const NAME: &'static str = "cutover.show";
    type View = CutoverPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<CutoverPage, ServiceError> {
        let (names, now) = (reader.names(), reader.now());
        let name = self.cutover.parse::<CutoverName>().ok();
        reader.ask(|state| {
            let found = name.as_ref().and_then(|name| state.cutovers.get(name));
            let Some(cutover) = found else {
                let known = state.cutovers.keys().map(CutoverName::as_str);
                return Ok(Err(ServiceError::absent(
                    Kind::Cutover,
                    &self.cutover,
                    known,
                )));
            };
            let own = |run: &RunId| cutover.runs.iter().any(|one| one.run == *run);
            match &self.run {
                Some(run) if !own(run) => Ok(Err(absent_run(run.as_str()))),
                run => Ok(Ok(page(state, cutover, run.as_ref(), (names, now))?)),
            }
        })?
    }
}

fn page(
    state: &State,
    cutover: &Cutover,
    run: Option<&RunId>,
    (names, now): (Names<'_>, Time),
) -> Result<CutoverPage, Need> {
    let night = Night::of(state, cutover, run, now)?;
    let shown = night.run.as_ref();
    let of = shown.and_then(|run| run.cutover.as_ref());
    Ok(CutoverPage {
        line: line(state, &night),
        given: cutover.night.given.clone(),
        by: names.actor(&cutover.by),
        planned: cutover.planned,
        reason: names.text(cutover.reason.as_ref()),
        shown: shown.map(|run| run.id.clone()),
        rehearsal: of.is_some_and(|of| of.rehearsal),
        shown_stage: shown.map(|run| run.stage),
        problems: night.problems.clone(),
        tasks: tasks(&night, names),
        rehearsals: rehearsals(state, cutover)?,
        now,
    })
}

fn rehearsals(state: &State, cutover: &Cutover) -> Result<Vec<RehearsalView>, Need> {
    let all = cutover.rehearsals().map(|one| {
        let run = state.runs.get(&one.run.key())?;
        let settled = run.and_then(|run| run.settled);
        Ok(RehearsalView {
            run: one.run.clone(),
            stage: run.map_or(RunStage::Running, |run| run.stage),
            started: one.started,
            settled,
            took_seconds: settled.map(|settled| (settled.millis() - one.started.millis()) / 1000),
        })
    });
    all.collect()
}
