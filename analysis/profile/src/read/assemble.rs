//! What was found, put together to a run.

use super::found::{FoundRun, FoundStep};
use super::rules::{INFERRED, SKEW, mistakes};
use super::said::{Said, Where};
use super::{infer, mend};
use crate::length::shown;
use crate::model::between;
use crate::{Draft, Fault, Nanos, Outcome, Run, Step};

/// The run, if it has finished steps and there is nothing wrong with it.
pub(super) fn assemble(mut found: FoundRun<'_>, said: &mut Said) -> Option<Run> {
    if found.steps.is_empty() {
        return None;
    }
    mend::order(&mut found.steps, said);
    let unsaid: Vec<bool> = found
        .steps
        .iter()
        .map(|step| step.after.is_none())
        .collect();
    let places: Vec<Where<'_>> = found.steps.iter().map(|step| step.at.clone()).collect();
    let mut steps: Vec<Step> = found.steps.into_iter().map(step).collect();
    if unsaid.contains(&true) {
        infer::infer(&mut steps, &unsaid);
        let count = unsaid.iter().filter(|one| **one).count().to_string();
        let all = steps.len().to_string();
        let words = [("name", &*found.id), ("count", &count), ("all", &all)];
        said.remark(found.at.place(), &INFERRED, &words);
    }
    let (started, ended) = bounds(
        (found.started, found.ended),
        &steps,
        &found.at,
        &found.id,
        said,
    );
    let draft = Draft {
        outcome: found.outcome.unwrap_or_else(|| outcome(&steps)),
        id: found.id,
        pipeline: found.pipeline,
        url: found.url,
        started,
        ended,
        steps,
    };
    match Run::new(draft) {
        Ok(run) => Some(run),
        Err(faults) => {
            faults
                .iter()
                .for_each(|fault| faulty(fault, &found.at, &places, said));
            None
        }
    }
}

fn step(found: FoundStep<'_>) -> Step {
    Step {
        ready: found.ready.unwrap_or(found.started),
        after: found.after.unwrap_or_default(),
        inferred: found.inferred,
        id: found.id,
        name: found.name,
        stage: found.stage,
        kind: found.kind,
        started: found.started,
        ended: found.ended,
        pool: found.pool,
        agent: found.agent,
        outcome: found.outcome,
        attempt: found.attempt.max(1),
        url: found.url,
        parts: found.parts,
    }
}

/// From when until when a run lasted: as it says, but so that all its steps are within.
fn bounds(
    told: (Option<Nanos>, Option<Nanos>),
    steps: &[Step],
    at: &Where<'_>,
    id: &str,
    said: &mut Said,
) -> (Nanos, Nanos) {
    let first = steps
        .iter()
        .map(|step| step.ready)
        .min()
        .unwrap_or_default();
    let last = steps
        .iter()
        .map(|step| step.ended)
        .max()
        .unwrap_or_default();
    let late = told.0.map_or(0, |started| between(first, started));
    let early = told.1.map_or(0, |ended| between(ended, last));
    for (off, what) in [
        (late, "begins {} after its first step"),
        (early, "ends {} before its last step"),
    ] {
        if off > 0 {
            let what = what.replace("{}", &shown(off));
            said.remark(at.place(), &SKEW, &[("name", id), ("what", &what)]);
        }
    }
    (
        told.0.map_or(first, |one| one.min(first)),
        told.1.map_or(last, |one| one.max(last)),
    )
}

/// How a run ended, by its steps.
fn outcome(steps: &[Step]) -> Outcome {
    let bad = |outcome: &Outcome| !matches!(outcome, Outcome::Success | Outcome::Skip);
    let outcomes = steps.iter().map(|step| step.outcome);
    { outcomes }.find(bad).unwrap_or(Outcome::Success)
}

fn faulty(fault: &Fault, run: &Where<'_>, steps: &[Where<'_>], said: &mut Said) {
    let place = fault
        .step()
        .and_then(|at| steps.get(at))
        .unwrap_or(run)
        .place();
    match fault {
        Fault::Circle { id, .. } => said.wrong(place, &mistakes::CIRCLE, &[("name", id)]),
        other => said.wrong(place, &mistakes::SPAN, &[("what", &other.to_string())]),
    }
}
