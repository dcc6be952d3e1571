//! What waits, and how much of it is handed out at once.

use std::cmp::Reverse;

use crate::{Micros, Suite};

/// Of what is left, each of the workers gets at most this part at once, so that the batches shrink and the end is even (guided
/// self-scheduling; Polychronopoulos and Kuck, 1987, with a smaller share as costs are only thought).
const SHARE: u64 = 4;

/// Tests that wait, the longest first, then by number.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    tests: imbl::OrdSet<(Reverse<Micros>, u32)>,
    cost: Micros,
}

impl Waiting {
    pub(super) fn all(suite: &Suite) -> Self {
        let tests = suite.tests().iter().zip(0..);
        let tests = tests.map(|(test, at)| (Reverse(test.cost), at)).collect();
        Self {
            tests,
            cost: suite.total(),
        }
    }

    pub(super) fn add(&mut self, test: u32, cost: Micros) {
        if self.tests.insert((Reverse(cost), test)).is_none() {
            self.cost = self.cost + cost;
        }
    }

    pub(super) fn remove(&mut self, test: u32, cost: Micros) {
        if self.tests.remove(&(Reverse(cost), test)).is_some() {
            self.cost = self.cost - cost;
        }
    }

    /// What one of so many workers gets next: at least one test while there is one.
    pub(super) fn batch(&self, workers: u64, most: u32) -> Vec<u32> {
        let target = Micros(self.cost.0 / (SHARE * workers.max(1)));
        let mut sum = Micros::ZERO;
        let mut batch = Vec::new();
        for (Reverse(cost), test) in self.tests.iter().take(most.max(1) as usize) {
            sum = sum + *cost;
            if sum > target && !batch.is_empty() {
                break;
            }
            batch.push(*test);
        }
        batch
    }
}
