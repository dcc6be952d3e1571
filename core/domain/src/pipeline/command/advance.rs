//! What is due in a run.

use serde::{Deserialize, Serialize};

use super::super::event::RunCancelled;
use super::super::follow::{Follow, found};
use super::super::run::{RunId, RunStage};
use crate::access::Required;
use crate::kernel::{Context, Decide, Halt};
use crate::{Fact, State};

/// Does what is due in a run: begins another attempt, ends waits, asks gates again, gives up what is overdue. Only Holdpoint
/// itself asks for it, when the time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceRun {
    /// Which.
    pub run: RunId,
    /// Position of the newest entry about the release whose gate it waits for: something may have changed since it was
    /// asked last.
    #[serde(default)]
    pub since: u64,
}

impl Decide for AdvanceRun {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        if run.stage != RunStage::Running {
            return Ok(Vec::new());
        }
        let mut follow = Follow::new(state, context, &self.run);
        let late = run.deadline.is_some_and(|deadline| deadline <= context.now);
        if late {
            follow.cancel(RunCancelled {
                run: self.run.clone(),
                reason: None,
                late: true,
                by: None,
            })?;
        }
        follow.look_at_all(&self.run)?;
        follow.settled()
    }
}
