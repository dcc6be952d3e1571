//! What waits, and whether it has come.

use std::collections::BTreeMap;

use super::super::due::passed;
use super::super::outcome::StepResult;
use super::super::run::{Attempt, AttemptState, Run, RunId};
use super::super::work::{Approval, Gate, Manual, TestShare, Wait, Work};
use super::{Follow, found};
use crate::State;
use crate::deployment::{Deployment, DeploymentStage};
use crate::gate::{self, Inputs, Judged, Verdict};
use crate::kernel::{Halt, Time};
use crate::release;
use crate::window::{Stretch, spans};

impl Follow<'_> {
    /// Looks at everything that waits in a run.
    pub(in super::super) fn look_at_all(&mut self, id: &RunId) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let places: Vec<u32> = run.attempts.keys().copied().collect();
        places
            .into_iter()
            .try_for_each(|place| self.look(id, place))
    }

    /// Looks whether what a step waits for has come, or its time is up.
    pub(in super::super) fn look(&mut self, id: &RunId, place: u32) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let Some(attempt) = run.attempts.get(&place).cloned() else {
            return Ok(());
        };
        if attempt.state != AttemptState::Running {
            return self.overdue(id, place, &attempt);
        }
        let result = match run.work(place) {
            Some(Work::Gate(gate)) => {
                let gate = gate.clone();
                return self.ask(id, place, &gate, &attempt);
            }
            Some(Work::Wait(wait)) => waited(&self.state, wait, &attempt, self.context.now),
            Some(Work::Approval(approval)) => approved(approval, &attempt),
            Some(Work::Manual(manual)) => confirmed(manual, &attempt),
            Some(Work::Deploy(_) | Work::RollBack(_)) => deployed(&self.state, &attempt)?,
            Some(Work::Tests(tests)) if tests.share == TestShare::Result => {
                Some(tested(run, place))
            }
            _ => None,
        };
        match result {
            Some(result) => self.end(id, place, result),
            None => self.overdue(id, place, &attempt),
        }
    }

    /// Its time is up.
    fn overdue(&mut self, id: &RunId, place: u32, attempt: &Attempt) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let resting = matches!(attempt.state, AttemptState::Resting(_));
        let expires = run.expires(place, attempt).filter(|_| !resting);
        if expires.is_none_or(|expires| self.context.now < expires) {
            return Ok(());
        }
        let result = match run.work(place).is_some_and(Work::by_agent) {
            true => StepResult::lost("nothing was heard of it in time"),
            false => StepResult {
                timed_out: true,
                ..StepResult::not("its time was up")
            },
        };
        self.end(id, place, result)
    }

    /// Asks a gate. What it answers is kept when something comes of it.
    fn ask(&mut self, id: &RunId, place: u32, gate: &Gate, attempt: &Attempt) -> Result<(), Halt> {
        let run = found(&self.state, id)?;
        let verdict = self.verdict(run, gate)?;
        let result = match verdict.as_ref() {
            None => StepResult::not("there is no such release or environment any more"),
            Some(verdict) if verdict.passes => StepResult::done(),
            Some(_) if gate.enforced => return self.overdue(id, place, attempt),
            Some(verdict) => StepResult::not(would(verdict)),
        };
        if let Some(verdict) = verdict {
            let verdict = verdict.bounded();
            self.take(Judged { verdict });
        }
        self.end(id, place, result)
    }

    fn verdict(&self, run: &Run, gate: &Gate) -> Result<Option<Verdict>, Halt> {
        let environment = self.state.environments.get(&gate.environment);
        let (Some(environment), Some(name)) = (environment, run.of_gate(gate)) else {
            return Ok(None);
        };
        let release = release::found(&self.state, name)?;
        let within = self.within();
        let verdict = gate::judge(&self.state, environment, release, &Inputs::from(&within))?;
        Ok(Some(verdict))
    }
}

/// What a gate that only observes would have done.
fn would(verdict: &Verdict) -> String {
    let open = verdict.criteria.iter();
    let open = open.filter(|line| line.outcome != gate::Outcome::Go);
    let names: Vec<_> = open.map(|line| line.criterion.as_str()).take(10).collect();
    format!("it would have waited: {}", names.join(", "))
}

fn waited(state: &State, wait: &Wait, attempt: &Attempt, now: Time) -> Option<StepResult> {
    let open = wait.windows.is_empty()
        || wait.windows.iter().any(|name| {
            let standing = state.windows.get(name);
            standing.is_some_and(|standing| {
                let within = Stretch {
                    from: now,
                    until: now.after(1),
                };
                !spans(state, standing, within).is_empty()
            })
        });
    (open && passed(wait, attempt) <= now).then(StepResult::done)
}

/// What came of the tests.
fn tested(run: &Run, place: u32) -> StepResult {
    match run.shared_tests(place) {
        Some(shared) => shared.judged(),
        None => StepResult::not("no tests were listed"),
    }
}

/// Whether enough people have approved, in each role.
fn approved(approval: &Approval, attempt: &Attempt) -> Option<StepResult> {
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    for role in attempt.decided.iter().filter_map(|one| one.role) {
        *counts.entry(role).or_default() += 1;
    }
    let enough = |role| {
        counts
            .get(role)
            .is_some_and(|count| *count >= approval.quorum)
    };
    approval.roles.iter().all(enough).then(StepResult::done)
}

/// Whether it was said to be done, and confirmed where that is asked for.
fn confirmed(manual: &Manual, attempt: &Attempt) -> Option<StepResult> {
    let needed = if manual.confirm { 2 } else { 1 };
    (attempt.decided.len() >= needed).then(StepResult::done)
}

/// How its deployments ended, if all have.
fn deployed(state: &State, attempt: &Attempt) -> Result<Option<StepResult>, Halt> {
    let mut ended = None;
    for id in &attempt.deployments {
        let found = state.deployments.get(&id.key())?;
        let result = match found.map(|found: &Deployment| found.stage) {
            Some(DeploymentStage::Running | DeploymentStage::Uncertain) => return Ok(None),
            Some(DeploymentStage::Current | DeploymentStage::Superseded) => StepResult::done(),
            Some(stage) => StepResult::not(format!("deployment `{id}` is {stage}")),
            None => StepResult::not(format!("deployment `{id}` is not there")),
        };
        let bad = ended.take().filter(|before: &StepResult| !before.success());
        ended = Some(bad.unwrap_or(result));
    }
    Ok(ended)
}
