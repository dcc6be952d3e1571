//! What waits, in which order, and how much of it is handed out at once.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::suite::Basis;
use crate::{Micros, Suite};

/// Of what is left, each of the workers gets at most this part at once, so that the batches shrink and the end is even (guided
/// self-scheduling; Polychronopoulos and Kuck, 1987, with a smaller share as costs are only thought).
const SHARE: u64 = 4;

/// A test that was never timed may be a long one, and a long one that begins late makes the end uneven. So it waits as if it were
/// longer than this many in a hundred.
const CAUTION: usize = 99;

/// Tests that wait, the longest first, then by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    tests: imbl::OrdSet<(Reverse<Micros>, u32)>,
    weights: Arc<[Micros]>,
    sum: Micros,
}

/// What each test of a suite counts for while it waits.
fn weights(suite: &Suite) -> Arc<[Micros]> {
    let measured = suite
        .tests()
        .iter()
        .filter(|test| test.basis == Basis::Measured);
    let mut measured: Vec<Micros> = measured.map(|test| test.cost).collect();
    measured.sort_unstable();
    let cautious = measured
        .get(measured.len() * CAUTION / 100)
        .copied()
        .unwrap_or_default();
    let weight = |test: &crate::Planned| match test.basis {
        Basis::Measured => test.cost,
        _ => test.cost.max(cautious),
    };
    suite.tests().iter().map(weight).collect()
}

impl Waiting {
    pub(super) fn all(suite: &Suite) -> Self {
        let weights = weights(suite);
        let tests = weights.iter().zip(0..);
        let tests = tests.map(|(weight, at)| (Reverse(*weight), at)).collect();
        let sum = weights.iter().copied().sum();
        Self {
            tests,
            weights,
            sum,
        }
    }

    pub(super) fn weight(&self, test: u32) -> Micros {
        self.weights.get(test as usize).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, test: u32) {
        let weight = self.weight(test);
        if self.tests.insert((Reverse(weight), test)).is_none() {
            self.sum = self.sum + weight;
        }
    }

    pub(super) fn remove(&mut self, test: u32) {
        let weight = self.weight(test);
        if self.tests.remove(&(Reverse(weight), test)).is_some() {
            self.sum = self.sum - weight;
        }
    }

    /// What one of so many workers gets next: at least one test while there is one.
    pub(super) fn batch(&self, workers: u64, most: u32, floor: Micros) -> Vec<u32> {
        let each = Micros(self.sum.0 / workers.max(1));
        let target = Micros(each.0 / SHARE).max(floor.min(each));
        let mut sum = Micros::ZERO;
        let mut batch = Vec::new();
        for (Reverse(weight), test) in self.tests.iter().take(most.max(1) as usize) {
            sum = sum + *weight;
            if sum > target && !batch.is_empty() {
                break;
            }
            batch.push(*test);
        }
        batch
    }
}
