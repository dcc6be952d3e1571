//! What has to be true of a run.

use std::collections::BTreeSet;

use super::{Draft, Nanos, Step, graph};

/// What is wrong with a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The run's own times.
    #[error("the run ends before it begins")]
    Backwards,
    /// A step without id, or whose id another has.
    #[error("two steps have the id `{id}`")]
    SameId {
        /// The second of them.
        step: usize,
        /// Their id.
        id: String,
    },
    /// A step that is not ready, then begins, then ends, within the run.
    #[error("the step `{id}` is not ready, begun and over in this order within its run")]
    Times {
        /// Which one.
        step: usize,
        /// Its id.
        id: String,
    },
    /// A part outside its step, or before the end of the one before it.
    #[error(
        "part {part} of the step `{id}` is not between the part before it and the end of the step"
    )]
    Part {
        /// Which step.
        step: usize,
        /// Its id.
        id: String,
        /// Which part.
        part: usize,
    },
    /// A list of what it waits for that is not ascending, or names what is not there.
    #[error("what the step `{id}` waits for is not an ascending list of other steps")]
    After {
        /// Which one.
        step: usize,
        /// Its id.
        id: String,
    },
    /// A step that was ready before what it waits for was over.
    #[error("the step `{id}` was ready before `{before}`, which it waits for, was over")]
    Early {
        /// Which one.
        step: usize,
        /// Its id.
        id: String,
        /// The id of what it waits for.
        before: String,
    },
    /// An attempt that is none.
    #[error("the step `{id}` is attempt 0; attempts are counted from 1")]
    Attempt {
        /// Which one.
        step: usize,
        /// Its id.
        id: String,
    },
    /// Steps that wait for each other.
    #[error("the step `{id}` waits for itself, directly or through others")]
    Circle {
        /// One of them.
        step: usize,
        /// Its id.
        id: String,
    },
}

impl Fault {
    /// The step that it is about, if it is about one.
    #[must_use]
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Backwards => None,
            Self::SameId { step, .. }
            | Self::Times { step, .. }
            | Self::Part { step, .. }
            | Self::After { step, .. }
            | Self::Early { step, .. }
            | Self::Attempt { step, .. }
            | Self::Circle { step, .. } => Some(*step),
        }
    }
}

/// The steps in an order in which each is after all that it waits for.
pub(super) fn check(run: &Draft) -> Result<Vec<usize>, Vec<Fault>> {
    let mut faults = Vec::new();
    if run.started < 0 || run.ended < run.started {
        faults.push(Fault::Backwards);
    }
    let mut ids = BTreeSet::new();
    for (at, step) in run.steps.iter().enumerate() {
        if !ids.insert(&step.id) {
            let id = step.id.clone();
            faults.push(Fault::SameId { step: at, id });
        }
        of_step(run, at, step, &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let (order, stuck) = graph::sorted(run);
    let stuck = stuck
        .first()
        .and_then(|at| Some((*at, run.steps.get(*at)?)));
    match stuck {
        Some((step, found)) => Err(vec![Fault::Circle {
            step,
            id: found.id.clone(),
        }]),
        None => Ok(order),
    }
}

fn of_step(run: &Draft, at: usize, step: &Step, faults: &mut Vec<Fault>) {
    let id = || step.id.clone();
    if !ascending(&[run.started, step.ready, step.started, step.ended, run.ended]) {
        faults.push(Fault::Times { step: at, id: id() });
    }
    if step.attempt == 0 {
        faults.push(Fault::Attempt { step: at, id: id() });
    }
    let mut from = step.started;
    for (part, found) in step.parts.iter().enumerate() {
        if !ascending(&[from, found.started, found.ended, step.ended]) {
            let id = id();
            faults.push(Fault::Part { step: at, id, part });
        }
        from = found.ended;
    }
    let sorted = step.after.is_sorted_by(|one, next| one < next);
    let known = { step.after.iter() }.all(|one| *one != at && *one < run.steps.len());
    if !sorted || !known {
        faults.push(Fault::After { step: at, id: id() });
    }
    let others = step.after.iter().filter_map(|one| run.steps.get(*one));
    if let Some(late) = { others }.find(|one| one.ended > step.ready) {
        let before = late.id.clone();
        faults.push(Fault::Early {
            step: at,
            id: id(),
            before,
        });
    }
}

fn ascending(times: &[Nanos]) -> bool {
    times.is_sorted()
}
