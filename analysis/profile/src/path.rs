//! The critical path: the chain of waiting and running that the end of the run hung on.

use crate::model::between;
use crate::{Kind, Nanos, Run, Step, Times};

/// A stretch of the critical path. They follow each other without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The step that ran or waited.
    pub step: usize,
    /// The part of it that ran; none while it waited or did something beside its parts.
    pub part: Option<usize>,
    /// What the time was spent on.
    pub kind: Kind,
    /// From when.
    pub from: Nanos,
    /// Until when.
    pub to: Nanos,
}

impl Stretch {
    /// How long it was, in nanoseconds.
    #[must_use]
    pub fn length(&self) -> u64 {
        between(self.from, self.to)
    }
}

/// The critical path of a run, from its beginning to the end of its last step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path {
    /// Its steps, the first first.
    pub steps: Vec<usize>,
    /// What its time was spent on.
    pub stretches: Vec<Stretch>,
}

impl Path {
    /// Its time by kind.
    #[must_use]
    pub fn times(&self) -> Times {
        let mut times = Times::default();
        for stretch in &self.stretches {
            times.add(stretch.kind, stretch.length());
        }
        times
    }

    /// How much of it a step takes, waiting and running.
    #[must_use]
    pub fn of_step(&self, step: usize) -> u64 {
        let own = self.stretches.iter().filter(|one| one.step == step);
        own.map(Stretch::length).sum()
    }
}

/// The critical path: back from the step that ended last, each time to the last of those that it waited for. Of several that
/// ended at the same moment it is the first in the run.
///
/// Takes time proportional to the steps and what they wait for.
#[must_use]
pub fn critical_path(run: &Run) -> Path {
    let mut steps = Vec::new();
    let mut at = last(run, 0..run.steps.len());
    while let Some(step) = at {
        steps.push(step);
        let before = run.steps.get(step).map(|one| one.after.as_slice());
        at = last(run, before.unwrap_or_default().iter().copied());
    }
    steps.reverse();
    let mut stretches = Vec::new();
    let mut from = run.started;
    for at in &steps {
        if let Some(step) = run.steps.get(*at) {
            stretches_of(*at, step, from, &mut stretches);
            from = step.ended;
        }
    }
    Path { steps, stretches }
}

/// The one that ended last.
fn last(run: &Run, steps: impl Iterator<Item = usize>) -> Option<usize> {
    let ends = steps.filter_map(|at| Some((run.steps.get(at)?.ended, at)));
    let last = ends.max_by_key(|(ended, at)| (*ended, std::cmp::Reverse(*at)));
    last.map(|(_, at)| at)
}

/// What a step spent its time on, from when all that it waits for was over.
fn stretches_of(at: usize, step: &Step, from: Nanos, out: &mut Vec<Stretch>) {
    let mut add = |part, kind, from, to| {
        if from < to {
            out.push(Stretch {
                step: at,
                part,
                kind,
                from,
                to,
            });
        }
    };
    add(None, Kind::Queue, from, step.started);
    let mut from = step.started;
    for (index, part) in step.parts.iter().enumerate() {
        add(None, step.kind, from, part.started);
        add(Some(index), part.kind, part.started, part.ended);
        from = part.ended;
    }
    add(None, step.kind, from, step.ended);
}
