//! Work that no agent has room for, in the order in which it came.

use std::collections::{BTreeMap, BTreeSet};

/// What is asked for: labels, and room.
type Demand = (BTreeSet<String>, u32);

#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Turns and keys, by what they ask for.
    queues: BTreeMap<Demand, BTreeSet<(u64, u64)>>,
}

impl Waiting {
    pub(super) fn add(&mut self, labels: &BTreeSet<String>, slots: u32, turn: u64, key: u64) {
        let demand = (labels.clone(), slots);
        self.queues.entry(demand).or_default().insert((turn, key));
    }

    pub(super) fn remove(&mut self, labels: &BTreeSet<String>, slots: u32, turn: u64, key: u64) {
        let demand = (labels.clone(), slots);
        if let Some(queue) = self.queues.get_mut(&demand) {
            queue.remove(&(turn, key));
            if queue.is_empty() {
                self.queues.remove(&demand);
            }
        }
    }

    /// The oldest of each queue that an agent with these labels and that capacity can serve, the oldest first; with the room that
    /// it asks for.
    pub(super) fn heads(
        &self,
        labels: &BTreeSet<String>,
        capacity: u32,
        declined: impl Fn(u64) -> bool,
    ) -> Vec<(u64, u64, u32)> {
        let served = |(asked, slots): &Demand| *slots <= capacity && labels.is_superset(asked);
        let queues = self.queues.iter().filter(|(demand, _)| served(demand));
        let head = |((_, slots), queue): (&Demand, &BTreeSet<(u64, u64)>)| {
            let mut willing = queue.iter().filter(|(_, key)| !declined(*key));
            willing.next().map(|(turn, key)| (*turn, *key, *slots))
        };
        let mut heads: Vec<_> = queues.filter_map(head).collect();
        heads.sort_unstable();
        heads
    }
}
