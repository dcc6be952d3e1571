//! Bringing back what ran before a deployment of the run.

use super::super::event::StepRequested;
use super::super::outcome::StepResult;
use super::super::run::RunId;
use super::{Follow, found};
use crate::deployment::RollBack;
use crate::kernel::Halt;

impl Follow<'_> {
    /// What ran before the deployments of a step is brought back. If it has begun none, there is nothing to bring back.
    pub(super) fn roll_back(
        &mut self,
        id: &RunId,
        of: &str,
        requested: StepRequested,
    ) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let end = run.planned.find(of).and_then(|place| run.ended.get(&place));
        let deployment = end.and_then(|end| end.deployments.last().cloned());
        let Some(deployment) = deployment else {
            let place = requested.place;
            self.take(requested);
            return self.end(id, place, StepResult::done_as("it had deployed nothing"));
        };
        let begun = self.asked(run, "deployment.roll-back", &RollBack { deployment });
        self.deploying(id, begun, requested)
    }
}
