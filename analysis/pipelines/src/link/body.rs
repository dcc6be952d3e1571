//! The steps of a stage or part.

use std::collections::{BTreeMap, HashSet};

use super::back_out;
use super::circle::report_circle;
use super::{World, parts, twice};
use crate::expression::{Condition, Scope, Seen, Type, Variable as Asked};
use crate::mistakes::LARGE;
use crate::model::{Siblings, Step, Tangle};
use crate::shape::{Reader, Word};

/// Steps beside each other in a file; their order takes as long as the square of their number.
const SIBLINGS: usize = 10_000;

/// Reports what is wrong with them.
pub(super) fn check(world: &World<'_>, steps: &[Step], reader: &mut Reader<'_>) {
    let (siblings, tangles) = Siblings::of(steps);
    let names = siblings.names();
    if siblings.steps.len() > SIBLINGS {
        let span = steps
            .first()
            .and_then(|step| step.name.as_ref())
            .map(Word::span);
        let what = format!("more than {SIBLINGS} steps stand beside each other");
        return reader.wrong(&LARGE, span.unwrap_or_default(), &[("what", &what)]);
    }
    for tangle in tangles {
        match tangle {
            Tangle::Twice(second, first) => twice(reader, second, first, "step"),
            Tangle::Unknown(name) => {
                let otherwise = "name a step of the same stage; earlier stages have ended anyway";
                reader.unknown("step", name, names.iter().copied(), otherwise);
            }
            Tangle::Crowded(name) => {
                let what =
                    "the steps of the stage or part have more than 250000 links between them";
                reader.wrong(&LARGE, name.span(), &[("what", what)]);
            }
        }
    }
    if let Some(circle) = siblings.circle() {
        let words: Vec<_> = circle
            .iter()
            .filter_map(|step| step.name.as_ref())
            .collect();
        report_circle(reader, "steps", &words);
    }
    for (at, step) in siblings.steps.iter().enumerate() {
        of_step(world, &siblings, (at, step), &names, reader);
    }
}

/// Whether it asks how another step ended.
fn asks(condition: &Condition) -> bool {
    let mut asks = false;
    let mut look = |variable: &Asked| asks |= matches!(variable, Asked::Outcome(_));
    condition.node.variables(&mut look);
    asks
}

fn of_step(
    world: &World<'_>,
    siblings: &Siblings<'_>,
    (at, step): (usize, &Step),
    names: &[&str],
    reader: &mut Reader<'_>,
) {
    let none = BTreeMap::new();
    let matrix = step.matrix.as_ref().map(|matrix| matrix.types());
    let matrix = matrix.as_ref().unwrap_or(&none);
    let mut own = (*step).clone();
    let undoing = std::mem::take(&mut own.back_out);
    world.templates(&mut own, matrix, reader);
    if !undoing.is_empty() {
        back_out::check(world, &undoing, reader);
    }
    if let Some(condition) = &step.when {
        asked(world, (siblings, at), (condition, matrix), names, reader);
    }
    parts::used(world, step, reader);
}

/// What a condition asks about has to come before its step.
fn asked(
    world: &World<'_>,
    (siblings, at): (&Siblings<'_>, usize),
    (condition, matrix): (&Condition, &BTreeMap<&str, Type>),
    names: &[&str],
    reader: &mut Reader<'_>,
) {
    let early = match asks(condition) {
        true => siblings.before(at),
        false => Some(HashSet::new()),
    };
    let Some(early) = early else {
        let what = "the steps have too many links to say what comes before what";
        return reader.wrong(&LARGE, condition.origin.whole, &[("what", what)]);
    };
    let before = |name: &str| match siblings.place(name) {
        Some(one) if early.contains(&one) => Seen::Before,
        Some(_) => Seen::NotBefore,
        None if world.stages.contains(&name) => Seen::Before,
        None => Seen::Unknown,
    };
    let scope = Scope {
        inputs: &world.inputs,
        matrix,
        before: Some(&before),
        steps: names,
    };
    world.condition(condition, scope, reader);
}
