//! What no division can be shorter than.

use super::units::Unit;
use crate::{Micros, Suite};

/// What no division over so many shards can be shorter than.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The greatest of: everything evenly divided, rounded up; the longest test; of the km + 1 longest tests on m shards, the
    /// k + 1 shortest, as some shard has to take that many of them.
    pub micros: Micros,
    /// What makes it more than an even share of everything.
    pub floor: Option<Floor>,
    /// From how many shards on the longest test, or group, takes as long as any share of all: more do not help.
    pub useful_shards: u64,
}

/// The indivisible floor: tests, or groups that stay together, that keep a run this long on however many machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Their names: one that is too long by itself, or several of which some have to share a shard.
    pub names: Vec<String>,
    /// What they cost together.
    pub micros: Micros,
}

/// Names of a floor that are said.
const NAMES: usize = 10;

pub(super) fn of(suite: &Suite, units: &[Unit], shards: usize) -> Bound {
    let even = suite.total().0.div_ceil(shards as u64);
    let (cost, k) = pinned(units, shards);
    let floor = (cost > even).then(|| Floor {
        names: held(units, shards, k)
            .iter()
            .take(NAMES)
            .map(|unit| unit.name.clone())
            .collect(),
        micros: Micros(cost),
    });
    let longest = units.first().map_or(0, |unit| unit.cost.0);
    Bound {
        micros: Micros(cost.max(even)),
        floor,
        useful_shards: suite.total().0.div_ceil(longest.max(1)).max(1),
    }
}

/// What the worst k demands, and that k; the least of those that demand the same.
fn pinned(units: &[Unit], shards: usize) -> (u64, usize) {
    let sums: Vec<u64> = std::iter::once(0)
        .chain(units.iter().scan(0, |sum, unit| {
            *sum += unit.cost.0;
            Some(*sum)
        }))
        .collect();
    let sum = |end: usize| sums.get(end).copied().unwrap_or(0);
    let most = units.len().checked_sub(1).map(|others| others / shards);
    let demands = (0..=most.unwrap_or(0)).map(|k| (sum(k * shards + 1) - sum(k * shards - k), k));
    let worst = demands
        .filter(|_| most.is_some())
        .max_by_key(|(cost, k)| (*cost, usize::MAX - k));
    worst.unwrap_or_default()
}

/// The k + 1 shortest of the km + 1 longest; for k = 0 that is the longest one.
fn held(units: &[Unit], shards: usize, k: usize) -> &[Unit] {
    units.get(k * shards - k..=k * shards).unwrap_or_default()
}
