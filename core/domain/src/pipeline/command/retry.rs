//! Repeating a run.

use holdpoint_pipelines::Outcome;
use serde::{Deserialize, Serialize};

use super::super::follow::found;
use super::super::needs::StepArtifacts;
use super::super::refusal::{nothing_failed, run_under_way};
use super::super::run::{Run, RunId};
use super::super::work::Work;
use super::StartRun;
use super::start::Start;
use crate::access::{Permission, Required};
use crate::cutover;
use crate::kernel::{Context, Decide, Halt};
use crate::{Fact, State};

/// Starts another run with what an earlier one was started with. What has succeeded in it does not run again, unless all
/// is asked for; gates and approvals are always asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryRun {
    /// Which.
    pub run: RunId,
    /// Whether what has succeeded runs again, too.
    #[serde(default)]
    pub all: bool,
}

impl Decide for RetryRun {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        if run.stage.open() {
            return Err(run_under_way(&self.run).into());
        }
        if !self.all && run.stage == super::super::RunStage::Succeeded {
            return Err(nothing_failed(&self.run).into());
        }
        let command = StartRun {
            pipeline: run.pipeline.clone(),
            given: run.given.clone(),
            release: run.release.clone(),
            releases: run.releases.iter().cloned().collect(),
        };
        if let Some(of) = &run.cutover {
            cutover::may_begin(state, of)?;
        }
        let pipeline = state.pipelines.get(&run.pipeline);
        // What succeeded by another definition says nothing about this one.
        let same = pipeline.is_some_and(|pipeline| pipeline.digest() == run.definition);
        let start = Start {
            command: &command,
            repeats: Some(self.run.clone()),
            kept: &|step| keeps(run, step).filter(|_| same && !self.all),
            cutover: run.cutover.clone(),
        };
        start.begun(state, context)
    }
}

/// Whether the tests that a step shares have gone well: else all of them are asked again.
fn tested(run: &Run, place: u32) -> bool {
    let list = |place: u32| run.sharing(place).map(|(_, list)| list);
    let result = run.ended.iter().find(|(other, end)| {
        let judged = end.result.tests.is_some();
        judged && list(**other) == list(place)
    });
    result.is_some_and(|(_, end)| end.outcome == Outcome::Succeeded)
}

/// What a step has made that has succeeded and need not be asked again.
fn keeps(run: &Run, step: &str) -> Option<StepArtifacts> {
    let place = run.planned.find(step)?;
    let asked = matches!(run.work(place), Some(Work::Gate(_) | Work::Approval(_)));
    let end = run
        .ended
        .get(&place)
        .filter(|_| !asked && !run.was_undone(place))?;
    if run.sharing(place).is_some() && !tested(run, place) {
        return None;
    }
    let kept = end.outcome == Outcome::Succeeded;
    kept.then(|| end.result.artifacts.clone())
}
