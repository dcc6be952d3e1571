//! Every division, as far as a budget goes: each unit on each shard that has not the same load as another, the least loaded first
//! (the complete greedy algorithm; Korf, *A complete anytime algorithm for number partitioning*, 1998).

use super::loads::Loads;

/// Steps for all units at once.
const STEPS: u32 = 1_000_000;
/// With more units than these, exchanges come as near as a search that ends early.
const UNITS: usize = 64;

/// A division of few units that is shorter than `known`, if there is one and the budget suffices to find it.
pub(super) fn all(costs: &[u64], shards: usize, bound: u64, known: u64) -> Option<Loads> {
    if costs.len() > UNITS {
        return None;
    }
    let indexed: Vec<(usize, u64)> = costs.iter().copied().enumerate().collect();
    let steps = STEPS / u32::try_from(shards).unwrap_or(u32::MAX).max(1);
    within(&indexed, shards, bound, known, steps)
}

/// The same for units of these numbers and costs, the most expensive first, within so many steps.
pub(super) fn within(
    units: &[(usize, u64)],
    shards: usize,
    bound: u64,
    known: u64,
    steps: u32,
) -> Option<Loads> {
    let placed = Vec::with_capacity(units.len());
    let mut search = Search {
        units,
        sums: vec![0; shards],
        placed,
        bound,
        best: known,
        found: None,
        steps,
    };
    search.descend();
    let found = search.found?;
    let mut loads = Loads::new(shards);
    for ((unit, cost), shard) in units.iter().zip(found) {
        loads.put(shard, *unit, *cost);
    }
    Some(loads)
}

struct Search<'u> {
    units: &'u [(usize, u64)],
    sums: Vec<u64>,
    /// The shard of each unit so far.
    placed: Vec<usize>,
    bound: u64,
    best: u64,
    found: Option<Vec<usize>>,
    steps: u32,
}

impl Search<'_> {
    /// Places the next unit everywhere that could be better. Its depth is the number of units.
    fn descend(&mut self) {
        let Some((_, cost)) = self.units.get(self.placed.len()).copied() else {
            self.best = self.sums.iter().copied().max().unwrap_or(0);
            self.found = Some(self.placed.clone());
            return;
        };
        for shard in self.choices(cost) {
            if self.steps == 0 || self.best <= self.bound {
                return;
            }
            self.steps -= 1;
            self.on(shard, cost);
        }
    }

    /// Everything with the next unit on this shard.
    fn on(&mut self, shard: usize, cost: u64) {
        let Some(sum) = self
            .sums
            .get(shard)
            .copied()
            .filter(|sum| sum + cost < self.best)
        else {
            return;
        };
        self.set(shard, sum + cost);
        self.placed.push(shard);
        self.descend();
        self.placed.pop();
        self.set(shard, sum);
    }

    fn set(&mut self, shard: usize, sum: u64) {
        if let Some(slot) = self.sums.get_mut(shard) {
            *slot = sum;
        }
    }

    /// Shards on which this much could be put, the least loaded first, one of each load.
    fn choices(&self, cost: u64) -> Vec<usize> {
        let fits = |(_, sum): &(usize, &u64)| **sum + cost < self.best;
        let mut choices: Vec<_> = self.sums.iter().enumerate().filter(fits).collect();
        choices.sort_unstable_by_key(|(shard, sum)| (**sum, *shard));
        choices.dedup_by_key(|(_, sum)| **sum);
        choices.into_iter().map(|(shard, _)| shard).collect()
    }
}
