//! The same answers by plainer means: every path is walked, every step recomputed from what it waits for.

use holdpoint_profile::{Change, Run, Scenario, Step, To};

/// From when all that it waits for was over until a step began.
fn waited(run: &Run, step: &Step) -> i64 {
    let before = step.after.iter().map(|one| run.steps[*one].ended).max();
    step.started - before.unwrap_or(run.started)
}

/// The length of the longest of all paths, each walked by itself.
pub(crate) fn longest(run: &Run) -> i64 {
    (0..run.steps.len())
        .map(|at| until(run, at))
        .max()
        .unwrap_or(0)
}

/// The longest way to the end of a step.
fn until(run: &Run, at: usize) -> i64 {
    let step = &run.steps[at];
    let before = step
        .after
        .iter()
        .map(|one| until(run, *one))
        .max()
        .unwrap_or(0);
    before + waited(run, step) + (step.ended - step.started)
}

/// When each step ends if they take these times, agents without end: each from those that it waits for, anew every time.
pub(crate) fn ends(run: &Run, lengths: &[i64]) -> Vec<i64> {
    fn end(run: &Run, lengths: &[i64], at: usize) -> i64 {
        let step = &run.steps[at];
        let before = step.after.iter().map(|one| end(run, lengths, *one)).max();
        before.unwrap_or(run.started) + waited(run, step) + lengths[at]
    }
    (0..run.steps.len())
        .map(|at| end(run, lengths, at))
        .collect()
}

pub(crate) fn lengths(run: &Run) -> Vec<i64> {
    run.steps
        .iter()
        .map(|step| step.ended - step.started)
        .collect()
}

/// The lengths after changes of whole steps.
pub(crate) fn changed(run: &Run, scenario: &Scenario) -> Vec<i64> {
    let mut lengths = lengths(run);
    for change in &scenario.0 {
        let Change::Time(target, to) = change else {
            continue;
        };
        for (length, step) in lengths.iter_mut().zip(&run.steps) {
            if target.is(step) {
                *length = match to {
                    To::AtMost(most) => (*length).min(i64::try_from(*most).unwrap()),
                    To::Millionths(part) => *length * i64::try_from(*part).unwrap() / 1_000_000,
                };
            }
        }
    }
    lengths
}
