//! Dividing a suite over shards beforehand.
//!
//! Longest first to the shard that has least (LPT; Graham, *Bounds on multiprocessing timing anomalies*, 1969) and, beside it,
//! first fit with a bisected limit (MULTIFIT; Coffman, Garey and Johnson, 1978). The better of both is improved by exchanges with
//! the longest shard and by dividing pairs of shards anew, which is a complete search within a budget of steps (the complete
//! greedy algorithm; Korf, 1998). Budgets count steps, not time, so that every machine finds the same.

mod bound;
mod exchange;
mod loads;
mod lpt;
mod multifit;
mod pairs;
mod search;
mod units;

use std::num::NonZeroU32;

pub use bound::{Bound, Floor};
use loads::Loads;
use units::Unit;

use crate::{Micros, Suite};

/// What stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grain {
    /// Nothing: each test on its own.
    #[default]
    Test,
    /// The tests of a class.
    Class,
    /// The tests of a file.
    File,
}

/// What one machine runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Tests by their number in the suite; what takes longest is first, what stays together is together.
    pub tests: Vec<usize>,
    /// What they cost.
    pub cost: Micros,
}

/// A suite divided over shards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// As many as were asked for, the longest first; some may be empty.
    pub shards: Vec<Shard>,
    /// What the longest one costs.
    pub makespan: Micros,
    /// What no division can be shorter than.
    pub bound: Bound,
}

impl Split {
    /// The bound over the makespan: 1 if no division is shorter than this one.
    #[must_use]
    pub fn efficiency(&self) -> f64 {
        match self.makespan {
            Micros::ZERO => 1.0,
            makespan => self.bound.micros.seconds() / makespan.seconds(),
        }
    }
}

/// Divides a suite so that the longest shard is as short as it can be.
///
/// It is the same for equal tests in whatever order they were given. Tests that cost nothing are dealt out evenly.
#[must_use]
pub fn split(suite: &Suite, shards: NonZeroU32, grain: Grain) -> Split {
    let units = units::of(suite, grain);
    let costs: Vec<u64> = units.iter().map(|unit| unit.cost.0).collect();
    let count = shards.get() as usize;
    let bound = bound::of(suite, &units, count);
    let loads = divided(&costs, count, bound.micros.0);
    let mut shards: Vec<Shard> = loads
        .shards
        .iter()
        .map(|shard| filled(&shard.units, &units))
        .collect();
    shards.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| order(a).cmp(&order(b))));
    let makespan = shards
        .iter()
        .map(|shard| shard.cost)
        .max()
        .unwrap_or_default();
    Split {
        shards,
        makespan,
        bound,
    }
}

/// Shards that cost the same stand in the order of their first tests, empty ones last.
fn order(shard: &Shard) -> (bool, Option<&usize>) {
    (shard.tests.is_empty(), shard.tests.first())
}

fn filled(held: &[usize], units: &[Unit]) -> Shard {
    let mut held = held.to_vec();
    held.sort_unstable();
    let units = held.iter().filter_map(|at| units.get(*at));
    let cost = units.clone().map(|unit| unit.cost).sum();
    let tests = units.flat_map(|unit| unit.tests.iter().copied()).collect();
    Shard { tests, cost }
}

/// Costs, the greatest first, over so many shards.
fn divided(costs: &[u64], shards: usize, bound: u64) -> Loads {
    let some = costs.partition_point(|cost| *cost > 0);
    let (costs, free) = costs.split_at(some);
    let mut best = lpt::divide(costs, shards);
    if best.longest() > bound {
        let found = multifit::divide(costs, shards, bound, best.longest());
        best = best.shorter(found);
    }
    exchange::improve(&mut best, costs, bound);
    if best.longest() > bound {
        let found = search::all(costs, shards, bound, best.longest());
        best = best.shorter(found);
    }
    pairs::improve(&mut best, costs, bound);
    for at in 0..free.len() {
        best.deal(at % shards, some + at);
    }
    best
}
