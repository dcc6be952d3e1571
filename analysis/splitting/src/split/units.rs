//! What is placed as a whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Grain;
use crate::suite::Planned;
use crate::{Micros, Suite};

/// Tests that stay together.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) name: String,
    /// By number, the longest first.
    pub(super) tests: Vec<usize>,
    pub(super) cost: Micros,
}

/// The units of a suite, the most expensive first, then by name.
pub(super) fn of(suite: &Suite, grain: Grain) -> Vec<Unit> {
    let name = |test: &'_ Planned| match grain {
        Grain::Test => test.id.clone(),
        Grain::Class => test.class.clone(),
        Grain::File => test.file.clone(),
    };
    let mut groups: BTreeMap<String, Vec<(Reverse<Micros>, usize)>> = BTreeMap::new();
    for (at, test) in suite.tests().iter().enumerate() {
        groups
            .entry(name(test))
            .or_default()
            .push((Reverse(test.cost), at));
    }
    let mut units: Vec<Unit> = groups
        .into_iter()
        .map(|(name, tests)| unit(name, tests))
        .collect();
    // Stable: those that cost the same stay in the order of their names.
    units.sort_by_key(|unit| Reverse(unit.cost));
    units
}

fn unit(name: String, mut tests: Vec<(Reverse<Micros>, usize)>) -> Unit {
    tests.sort_unstable();
    let cost = tests.iter().map(|(Reverse(cost), _)| *cost).sum();
    let tests = tests.into_iter().map(|(_, at)| at).collect();
    Unit { name, tests, cost }
}
