//! Which finished aggregates stay in memory for a while, because what was just used is often used again.

use std::collections::{HashMap, VecDeque};

use holdpoint_domain::{Key, State};

/// How many aggregates that are not open stay in memory.
const KEPT: usize = 1_024;

/// The order in which aggregates were used last.
#[derive(Debug, Default)]
pub(crate) struct Recency {
    tick: u64,
    last: HashMap<Key, u64>,
    order: VecDeque<(u64, Key)>,
}

impl Recency {
    /// Notes that these were used, and evicts those used longest ago, unless they are open.
    pub(crate) fn touch(&mut self, keys: Vec<Key>, state: &mut State) {
        for key in keys {
            self.tick += 1;
            self.last.insert(key.clone(), self.tick);
            self.order.push_back((self.tick, key));
        }
        while self.last.len() > KEPT {
            let Some((tick, key)) = self.order.pop_front() else {
                break;
            };
            if self.last.get(&key) != Some(&tick) {
                continue;
            }
            self.last.remove(&key);
            // One that is open stays, and comes by here again with the event that finishes it.
            if !state.open(&key) {
                state.evict(&key);
            }
        }
        self.shrink();
    }

    /// What is used again and again leaves old notes behind.
    fn shrink(&mut self) {
        if self.order.len() > 4 * KEPT {
            let last = &self.last;
            self.order.retain(|(tick, key)| last.get(key) == Some(tick));
        }
    }

    /// Whether it was used lately, and so is in memory.
    pub(crate) fn knows(&self, key: &Key) -> bool {
        self.last.contains_key(key)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
