//! Shards as they fill.

/// A shard: units by number, and their sum.
#[derive(Debug, Clone, Default)]
pub(super) struct Load {
    pub(super) units: Vec<usize>,
    pub(super) sum: u64,
}

/// All shards.
#[derive(Debug, Clone)]
pub(super) struct Loads {
    pub(super) shards: Vec<Load>,
}

impl Loads {
    pub(super) fn new(shards: usize) -> Self {
        Self {
            shards: vec![Load::default(); shards],
        }
    }

    /// Puts a unit that costs so much on a shard.
    pub(super) fn put(&mut self, shard: usize, unit: usize, cost: u64) {
        if let Some(load) = self.shards.get_mut(shard) {
            load.units.push(unit);
            load.sum += cost;
        }
    }

    /// Puts a unit that costs nothing on a shard.
    pub(super) fn deal(&mut self, shard: usize, unit: usize) {
        self.put(shard, unit, 0);
    }

    /// The sum of the longest shard.
    pub(super) fn longest(&self) -> u64 {
        self.shards.iter().map(|load| load.sum).max().unwrap_or(0)
    }

    /// The number of the longest shard; of several the first.
    pub(super) fn longest_shard(&self) -> usize {
        let sums = self.shards.iter().map(|load| load.sum).enumerate();
        sums.max_by_key(|(at, sum)| (*sum, usize::MAX - at))
            .map_or(0, |(at, _)| at)
    }

    /// Whichever is shorter; itself if both are the same.
    pub(super) fn shorter(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if other.longest() < self.longest() => other,
            _ => self,
        }
    }

    pub(super) fn get(&self, shard: usize) -> &[usize] {
        self.shards.get(shard).map_or(&[], |load| &load.units)
    }

    pub(super) fn sum(&self, shard: usize) -> u64 {
        self.shards.get(shard).map_or(0, |load| load.sum)
    }

    /// Gives a shard other units.
    pub(super) fn set(&mut self, shard: usize, units: Vec<usize>, costs: &[u64]) {
        let sum = units.iter().filter_map(|unit| costs.get(*unit)).sum();
        if let Some(load) = self.shards.get_mut(shard) {
            *load = Load { units, sum };
        }
    }
}
