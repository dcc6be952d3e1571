//! Cancelling a run.

use serde::{Deserialize, Serialize};

use super::super::event::{RunCancelled, RunFinished};
use super::super::follow::{Follow, found};
use super::super::refusal::run_ended;
use super::super::run::{RunId, RunStage};
use crate::access::{Permission, Required};
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::{Fact, State};
use holdpoint_pipelines::RunState;

/// Cancels a run: what has not begun does not begin, unless its condition asks for that, and what runs is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelRun {
    /// Which.
    pub run: RunId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for CancelRun {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Pipeline))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        if !run.stage.open() {
            return Err(run_ended(&self.run, run.stage).into());
        }
        // It is on its way to its end already.
        if run.is_cancelled() {
            return Ok(Vec::new());
        }
        let mut follow = Follow::new(state, context, &self.run);
        follow.cancel(RunCancelled {
            run: self.run.clone(),
            reason: self.reason.clone(),
            late: false,
            by: None,
        })?;
        follow.settled()
    }
}

impl Follow<'_> {
    /// Cancels a run; one that has not begun has ended.
    pub(super) fn cancel(&mut self, cancelled: RunCancelled) -> Result<(), Halt> {
        let run = found(&self.state, &cancelled.run)?;
        let (id, queued) = (run.id.clone(), run.stage == RunStage::Queued);
        if run.is_cancelled() {
            return Ok(());
        }
        self.take(cancelled);
        self.also(&id);
        if queued {
            let state = RunState::Cancelled;
            self.over(RunFinished { run: id, state });
        }
        Ok(())
    }
}
