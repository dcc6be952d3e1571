//! How attempts end that somebody carries out.

use serde::{Deserialize, Serialize};

use super::super::event::StepRefused;
use super::super::follow::{Follow, found};
use super::super::outcome::StepResult;
use super::super::refusal::step_stale;
use super::super::run::RunId;
use super::super::work::Work;
use crate::access::Required;
use crate::kernel::{Context, Decide, Halt};
use crate::{Fact, State};

/// Records how an attempt of a step ended; only Holdpoint itself does so, from what an agent says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishRunStep {
    /// Of which run.
    pub run: RunId,
    /// The place of the step in the graph.
    pub place: u32,
    /// Position of the intent of the attempt.
    pub intent: u64,
    /// How.
    pub result: StepResult,
}

impl Decide for FinishRunStep {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        let by_agent = run.work(self.place).is_some_and(Work::by_agent);
        if by_agent && run.awaited(self.place, self.intent).is_some() {
            let mut follow = Follow::new(state, context, &self.run);
            follow.end(&self.run, self.place, self.result.clone())?;
            return follow.settled();
        }
        // The end that is known already is told a second time when the answer was lost.
        let known = run.ended.get(&self.place);
        if known.is_some_and(|end| end.result == self.result) {
            return Ok(Vec::new());
        }
        let step = run.planned.step(self.place).map_or("?", |step| &step.id);
        let refused = StepRefused {
            run: self.run.clone(),
            step: step.to_owned(),
            place: self.place,
            intent: self.intent,
            result: self.result.clone(),
        };
        let refusal = step_stale(step, self.intent);
        Err(Halt::Refused(refusal, vec![refused.into()]))
    }
}
