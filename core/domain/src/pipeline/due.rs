//! When a run is due, and which attempts an agent carries out.

use super::run::{Attempt, AttemptState, Run, RunStage};
use super::work::{Gate, Wait, Work};
use crate::State;
use crate::deployment::Deployment;
use crate::kernel::Time;
use crate::release::ReleaseName;

/// How long an attempt may take at an agent if its step says nothing, in seconds: six hours.
const LONGEST: u32 = 6 * 3_600;

/// How much later than its limit an attempt is given up for lost, in milliseconds: the agent stops it at the limit and
/// needs a moment to say so.
const GRACE: i64 = 60_000;

impl Run {
    /// How long an attempt at a place may take, in seconds.
    #[must_use]
    pub fn limit(&self, place: u32) -> u32 {
        let step = self.planned.step(place);
        step.and_then(|step| step.timeout_seconds)
            .unwrap_or(LONGEST)
    }

    /// When an attempt is given up, if its time is limited.
    pub(super) fn expires(&self, place: u32, attempt: &Attempt) -> Option<Time> {
        let seconds = |seconds: u32| attempt.since.after(i64::from(seconds) * 1000);
        match self.work(place)? {
            work if work.by_agent() => Some(seconds(self.limit(place)).after(GRACE)),
            Work::Gate(gate) => gate.timeout_seconds.map(seconds),
            Work::Approval(approval) => approval.expires_seconds.map(seconds),
            _ => {
                let limit = self.planned.step(place)?.timeout_seconds;
                limit.map(seconds)
            }
        }
    }
}

/// When something is due in a run, of itself or because of what it waits for.
pub(crate) fn due(state: &State, run: &Run) -> Option<Time> {
    if run.stage != RunStage::Running {
        return None;
    }
    let attempts = run.attempts.iter();
    let attempts = attempts.filter_map(|(place, attempt)| of_attempt(state, run, *place, attempt));
    attempts.chain(run.deadline).min()
}

fn of_attempt(state: &State, run: &Run, place: u32, attempt: &Attempt) -> Option<Time> {
    if let AttemptState::Resting(until) = attempt.state {
        return Some(until);
    }
    let by_itself = match run.work(place)? {
        Work::Wait(wait) => Some(passed(wait, attempt)),
        // Whether it passes now is asked whenever something has happened to the release, and every so often.
        Work::Gate(_) => Some(attempt.since),
        Work::Deploy(_) | Work::RollBack(_) => {
            let open = attempt.deployments.iter().any(|id| {
                let found = state.deployments.peek(&id.key());
                found.is_some_and(Deployment::in_progress)
            });
            (!attempt.deployments.is_empty() && !open).then_some(attempt.since)
        }
        _ => None,
    };
    let expires = run.expires(place, attempt);
    by_itself.into_iter().chain(expires).min()
}

/// When the time of a wait has passed; a window may still have to open.
pub(super) fn passed(wait: &Wait, attempt: &Attempt) -> Time {
    let seconds = i64::from(wait.seconds.unwrap_or(0));
    attempt.since.after(seconds * 1000)
}

impl Run {
    /// The release that a gate of the run is asked for.
    pub(crate) fn of_gate<'a>(&'a self, gate: &'a Gate) -> Option<&'a ReleaseName> {
        gate.release.as_ref().or(self.release.as_ref())
    }

    /// The releases whose gates it waits for; one that several gates are asked for is there as often.
    pub(crate) fn gates(&self) -> impl Iterator<Item = &ReleaseName> {
        self.attempts
            .keys()
            .filter_map(|place| match self.work(*place) {
                Some(Work::Gate(gate)) => self.of_gate(gate),
                _ => None,
            })
    }
}
