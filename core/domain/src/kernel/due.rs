//! What is due when: an index that `evolve` keeps and `agenda` reads.

use imbl::{OrdMap, OrdSet};

use super::{Key, Time};

/// The next moment of each aggregate that waits for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueIndex {
    by_time: OrdSet<(Time, Key)>,
    by_key: OrdMap<Key, Time>,
}

impl DueIndex {
    /// Sets when the aggregate is due next, or that it is not.
    pub fn set(&mut self, key: &Key, time: Option<Time>) {
        if self.by_key.get(key).copied() == time {
            return;
        }
        if let Some(old) = self.by_key.remove(key) {
            self.by_time.remove(&(old, key.clone()));
        }
        if let Some(time) = time {
            self.by_key.insert(key.clone(), time);
            self.by_time.insert((time, key.clone()));
        }
    }

    /// What is due at `now`, oldest first.
    pub fn due(&self, now: Time) -> impl Iterator<Item = &Key> {
        self.by_time
            .iter()
            .take_while(move |(time, _)| *time <= now)
            .map(|(_, key)| key)
    }

    /// The first moment after `now` at which something is due.
    #[must_use]
    pub fn next(&self, now: Time) -> Option<Time> {
        self.by_time
            .iter()
            .map(|(time, _)| *time)
            .find(|time| *time > now)
    }
}
