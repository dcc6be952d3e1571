//! Branches of a line, as far as a report tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// The branches of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Branches {
    /// By block and name, how often each was taken (LCOV).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub named: BTreeMap<(String, String), u64>,
    /// How many of how many were taken (Cobertura).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
}

/// Branches of which a report says only how many were taken, and perhaps which were not.
///
/// If two shards each took one of two branches, those may be the same or not. Where the reports name what is missing
/// (`missing-branches`, which coverage.py writes) the answer is exact; else it lies between [`Counted::covered`] and
/// [`Counted::at_most`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many there are; where shards differ, the most that one says.
    pub total: u32,
    /// The most that one shard took.
    pub best: u32,
    /// What all shards took, each counted by itself.
    pub sum: u32,
    /// Those that no shard took, if any report names what it did not take.
    pub missing: Option<BTreeSet<String>>,
    /// Whether all reports name what they did not take.
    pub named: bool,
}

impl Counted {
    /// How many were surely taken.
    #[must_use]
    pub fn covered(&self) -> u32 {
        let named = self
            .missing
            .as_ref()
            .map(|missing| self.total.saturating_sub(size(missing)));
        self.best.max(named.unwrap_or(0)).min(self.total)
    }

    /// How many were taken at most.
    #[must_use]
    pub fn at_most(&self) -> u32 {
        let known = self
            .missing
            .as_ref()
            .is_some_and(|missing| self.named || missing.is_empty());
        match known {
            true => self.covered(),
            false => self.sum.min(self.total).max(self.covered()),
        }
    }

    fn join(&mut self, other: &Self) {
        self.total = self.total.max(other.total);
        self.best = self.best.max(other.best);
        self.sum = self.sum.saturating_add(other.sum);
        self.named &= other.named;
        // Who names nothing may have missed anything.
        self.missing = match (self.missing.take(), &other.missing) {
            (Some(ours), Some(theirs)) => Some(ours.intersection(theirs).cloned().collect()),
            (ours, theirs) => ours.or_else(|| theirs.clone()),
        };
    }
}

fn size(names: &BTreeSet<String>) -> u32 {
    u32::try_from(names.len()).unwrap_or(u32::MAX)
}

impl Branches {
    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        let counted = self.counted.as_ref().map_or(0, |counted| counted.total);
        u64::from(counted).max(self.named.len() as u64)
    }

    /// How many were surely taken.
    #[must_use]
    pub fn covered(&self) -> u64 {
        let counted = self.counted.as_ref().map_or(0, Counted::covered);
        u64::from(counted).max(self.taken())
    }

    /// How many were taken at most.
    #[must_use]
    pub fn at_most(&self) -> u64 {
        let counted = self.counted.as_ref().map_or(0, Counted::at_most);
        u64::from(counted).max(self.taken())
    }

    fn taken(&self) -> u64 {
        self.named.values().filter(|taken| **taken > 0).count() as u64
    }

    /// The same branches, written down again in one report: what either says of them.
    pub(crate) fn same(&mut self, other: &Self) {
        let before = self.counted.as_ref().map_or(0, |counted| counted.sum);
        self.join(other);
        if let Some(counted) = &mut self.counted {
            counted.sum = before.max(other.counted.as_ref().map_or(0, |counted| counted.sum));
        }
    }

    /// What was taken here or there.
    pub(crate) fn join(&mut self, other: &Self) {
        for (name, taken) in &other.named {
            let sum = self.named.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*taken);
        }
        match (&mut self.counted, &other.counted) {
            (Some(ours), Some(theirs)) => ours.join(theirs),
            (ours @ None, theirs) => ours.clone_from(theirs),
            (Some(_), None) => {}
        }
    }
}
