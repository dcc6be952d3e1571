//! A map of which only a part is in memory, and which knows what it does not know.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::{Key, Need};

/// Aggregates of a kind that leaves memory when finished. A name is present, known to be absent, or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lazy<V> {
    /// Shared, because a change copies the others that lie in the same node of the map.
    present: OrdMap<Key, Arc<V>>,
    absent: OrdSet<Key>,
}

impl<V> Default for Lazy<V> {
    fn default() -> Self {
        Self {
            present: OrdMap::new(),
            absent: OrdSet::new(),
        }
    }
}

impl<V: Clone> Lazy<V> {
    /// The aggregate, or that there is none.
    ///
    /// # Errors
    /// [`Need`] when it is not known whether it exists: the engine looks it up and asks again.
    pub fn get(&self, key: &Key) -> Result<Option<&V>, Need> {
        match self.present.get(key) {
            Some(value) => Ok(Some(value)),
            None if self.absent.contains(key) => Ok(None),
            None => Err(Need::Aggregates(BTreeSet::from([key.clone()]))),
        }
    }

    /// That all of these are known: whoever is going to [`get`](Self::get) many asks for them in one go.
    ///
    /// # Errors
    /// [`Need`] of all those of which it is not known whether they exist.
    pub fn ready(&self, keys: impl Iterator<Item = Key>) -> Result<(), Need> {
        let unknown = |key: &Key| !self.present.contains_key(key) && !self.absent.contains(key);
        let missing: BTreeSet<_> = keys.filter(unknown).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Need::Aggregates(missing)),
        }
    }

    /// The aggregate if it is in memory.
    #[must_use]
    pub fn peek(&self, key: &Key) -> Option<&V> {
        self.present.get(key).map(Arc::as_ref)
    }

    /// The aggregate, to be changed, if it is in memory.
    pub fn get_mut(&mut self, key: &Key) -> Option<&mut V> {
        self.present.get_mut(key).map(Arc::make_mut)
    }

    /// Puts it in memory.
    pub fn insert(&mut self, key: Key, value: V) {
        self.absent.remove(&key);
        self.present.insert(key, Arc::new(value));
    }

    /// Remembers that there is none.
    pub fn insert_absent(&mut self, key: Key) {
        if !self.present.contains_key(&key) {
            self.absent.insert(key);
        }
    }

    /// Forgets what is known of it.
    pub fn forget(&mut self, key: &Key) {
        if self.present.remove(key).is_none() {
            self.absent.remove(key);
        }
    }

    /// Forgets all that is known but those.
    pub fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        self.absent = OrdSet::new();
        let leaving = { self.present.iter() }.filter(|(_, value)| !keep(value));
        let leaving: Vec<Key> = leaving.map(|(key, _)| key.clone()).collect();
        leaving
            .iter()
            .for_each(|key| drop(self.present.remove(key)));
    }

    /// Those in memory, in order of key.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &V)> {
        self.present
            .iter()
            .map(|(key, value)| (key, value.as_ref()))
    }

    /// How many are in memory, known absences included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.present.len() + self.absent.len()
    }

    /// Whether nothing is in memory.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.present.is_empty() && self.absent.is_empty()
    }
}
