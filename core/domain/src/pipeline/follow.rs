//! What follows: steps that are ready begin, what waits is asked, runs end, and the next of their group begins.

mod back;
mod begin;
mod waits;

use std::collections::VecDeque;

use holdpoint_pipelines::{Outcome, RunState};

use super::event::{RunBegun, RunFinished, StepFinished, StepRequested};
use super::outcome::StepResult;
use super::refusal::run_unknown;
use super::run::{Attempt, AttemptState, Run, RunId, RunStage};
use super::work::Work;
use crate::cutover::CutoverEnded;
use crate::kernel::{Context, Halt, Meta};
use crate::{Fact, State, evolve};

/// A run that is known.
///
/// # Errors
/// When it is not in memory, or there is none.
pub(super) fn found<'a>(state: &'a State, id: &RunId) -> Result<&'a Run, Halt> {
    let found = state.runs.get(&id.key())?;
    found.ok_or_else(|| run_unknown(id).into())
}

/// Facts of a decision as they come about, and the state after them.
pub(super) struct Follow<'c> {
    context: Context<'c>,
    pub(super) state: State,
    pub(super) facts: Vec<Fact>,
    /// Runs in which something may follow.
    open: VecDeque<RunId>,
}

impl<'c> Follow<'c> {
    pub(super) fn new(state: &State, context: &Context<'c>, run: &RunId) -> Self {
        Self {
            context: *context,
            state: state.clone(),
            facts: Vec::new(),
            open: VecDeque::from([run.clone()]),
        }
    }

    pub(super) fn take(&mut self, fact: impl Into<Fact>) {
        let fact = fact.into();
        let meta = Meta {
            position: self.position(),
            time: self.context.now,
            actor: self.context.actor.clone(),
        };
        evolve(&mut self.state, &fact, &meta);
        self.facts.push(fact);
    }

    /// Where the next fact will stand.
    fn position(&self) -> u64 {
        self.context.position + self.facts.len() as u64
    }

    /// The context of a decision within this one.
    fn within(&self) -> Context<'c> {
        let position = self.position();
        Context {
            position,
            // Each has ids of its own.
            seed: self.context.seed.wrapping_add(u128::from(position)),
            ..self.context
        }
    }

    /// Also another run.
    pub(super) fn also(&mut self, run: &RunId) {
        self.open.push_back(run.clone());
    }

    /// Until nothing follows any more.
    pub(super) fn settled(mut self) -> Result<Vec<Fact>, Halt> {
        while let Some(run) = self.open.pop_front() {
            while self.turn(&run)? {}
        }
        Ok(self.facts)
    }

    /// One round of a run; whether anything came of it.
    fn turn(&mut self, id: &RunId) -> Result<bool, Halt> {
        let before = self.facts.len();
        let run = found(&self.state, id)?;
        if run.stage != RunStage::Running {
            return Ok(false);
        }
        let ready: Vec<u32> = { run.schedule.iter() }
            .flat_map(|all| all.ready())
            .collect();
        let stopped: Vec<u32> = { run.attempts.iter() }
            .filter(|(place, attempt)| given_up(run, **place, attempt))
            .map(|(place, _)| *place)
            .collect();
        for place in stopped {
            self.stop(id, place)?;
        }
        for place in ready {
            self.request(id, place)?;
        }
        let rested = self.rested(id)?;
        for place in rested {
            self.request(id, place)?;
        }
        if self.facts.len() == before {
            self.finish(id)?;
        }
        Ok(self.facts.len() > before)
    }

    /// Steps whose rest is over.
    fn rested(&self, id: &RunId) -> Result<Vec<u32>, Halt> {
        let run = found(&self.state, id)?;
        let over = |attempt: &Attempt| matches!(attempt.state, AttemptState::Resting(until) if until <= self.context.now);
        let rested = run.attempts.iter().filter(|(_, attempt)| over(attempt));
        Ok(rested.map(|(place, _)| *place).collect())
    }

    /// How an attempt that is awaited ended; it is tried again if that is asked for.
    pub(super) fn end(&mut self, id: &RunId, place: u32, result: StepResult) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let (Some(attempt), Some(step)) = (run.attempts.get(&place), run.planned.step(place))
        else {
            return Ok(());
        };
        let left = run.left(place, attempt);
        let known = self.state.pipelines.contains_key(&run.pipeline);
        let timed = run.timed(place).filter(|_| known);
        let stopping = attempt.state == AttemptState::Stopping;
        let outcome = match result.success() {
            true => Outcome::Succeeded,
            false if stopping => Outcome::Cancelled,
            false => Outcome::Failed,
        };
        let retries = step.retries.as_ref();
        let again = retries.filter(|_| outcome == Outcome::Failed);
        let again = again.and_then(|retries| retries.next(attempt.number, &result.exit()));
        let finished = StepFinished {
            run: id.clone(),
            step: step.id.clone(),
            place,
            attempt: attempt.number,
            intent: attempt.intent,
            outcome,
            result,
            again: again.map(|seconds| self.context.now.after(i64::from(seconds) * 1000)),
        };
        left.into_iter().for_each(|left| self.take(left));
        timed.into_iter().for_each(|timed| self.take(timed));
        self.take(finished);
        Ok(())
    }

    /// A run of which everything has ended has ended; then the next of its group begins.
    fn finish(&mut self, id: &RunId) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let ended = run.schedule.as_ref().map(|schedule| schedule.run());
        let Some(state) = ended.filter(|state| *state != RunState::Running) else {
            return Ok(());
        };
        let group = run.busy.as_ref().map(|busy| busy.group.clone());
        self.over(RunFinished {
            run: id.clone(),
            state,
        });
        if let Some(group) = group {
            self.next(&group)?;
        }
        Ok(())
    }

    /// A run is over, and the cutover with it of which it is the night itself.
    pub(super) fn over(&mut self, finished: RunFinished) {
        let (run, state) = (finished.run.clone(), finished.state);
        self.take(finished);
        let of = self.state.runs.peek(&run.key());
        let of = of.and_then(|run| run.cutover.clone());
        if let Some(of) = of.filter(|of| !of.rehearsal) {
            self.take(CutoverEnded {
                cutover: of.cutover,
                run,
                state,
            });
        }
    }

    /// The run of a group that waits longest begins, if none is under way.
    pub(super) fn next(&mut self, group: &str) -> Result<(), Halt> {
        let runs = self.state.runs_of_group(group);
        let mut queued = None;
        for id in runs {
            match found(&self.state, &id)?.stage {
                RunStage::Running => return Ok(()),
                RunStage::Queued => queued = queued.or(Some(id)),
                _ => {}
            }
        }
        if let Some(run) = queued {
            self.also(&run);
            self.take(RunBegun { run });
        }
        Ok(())
    }
}

/// Whether an attempt that is to be stopped needs nobody to stop it.
fn given_up(run: &Run, place: u32, attempt: &Attempt) -> bool {
    let by_agent = run.work(place).is_some_and(Work::by_agent);
    attempt.state == AttemptState::Stopping && (!by_agent || attempt.before.is_some())
}

/// The intent of an attempt.
fn intent(run: &Run, place: u32) -> Option<StepRequested> {
    let before = run.attempts.get(&place);
    Some(StepRequested {
        run: run.id.clone(),
        step: run.planned.step(place)?.id.clone(),
        place,
        attempt: before.map_or(1, |before| before.number + 1),
        deployment: None,
        more: Vec::new(),
    })
}
