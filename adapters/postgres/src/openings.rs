//! What the writer knows of aggregates, so that no append has to look anything up: which are open and where they were
//! opened, and some of those that exist.

use std::collections::{HashMap, HashSet};

use holdpoint_ports::{NewEntry, Opening};

use crate::id::Id;

/// How many subjects are remembered to exist; forgetting one costs a row that changes nothing.
const REMEMBERED: usize = 64 * 1024;

/// What is known of aggregates at the head.
#[derive(Debug, Default)]
pub(crate) struct Aggregates {
    /// Whatever is open, with the position that opened it.
    pub(crate) open: HashMap<Id, u64>,
    /// Subjects that exist.
    pub(crate) exist: HashSet<Id>,
}

/// A span that is over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) key: Id,
    pub(crate) opened: u64,
    pub(crate) closed: u64,
}

/// What a batch does to what is open.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Whether a key is open afterwards, and since when; keys that were opened or closed.
    after: HashMap<Id, Option<u64>>,
    pub(crate) closed: Vec<Closed>,
}

impl Aggregates {
    /// What the entries from `first` on do.
    pub(crate) fn changes<'a>(
        &self,
        first: u64,
        entries: impl IntoIterator<Item = (Id, &'a NewEntry)>,
    ) -> Changes {
        let mut changes = Changes::default();
        for (position, (key, entry)) in (first..).zip(entries) {
            let open = match changes.after.get(&key) {
                Some(open) => *open,
                None => self.open.get(&key).copied(),
            };
            match (open, entry.opening) {
                (None, Some(Opening::Opened)) => {
                    changes.after.insert(key, Some(position));
                }
                (Some(opened), Some(Opening::Closed)) => {
                    changes.after.insert(key, None);
                    let closed = position;
                    changes.closed.push(Closed {
                        key,
                        opened,
                        closed,
                    });
                }
                _ => {}
            }
        }
        changes
    }

    /// What was open before the batch and is not since then any more, by where it was opened.
    pub(crate) fn gone<'a>(&'a self, changes: &'a Changes) -> impl Iterator<Item = u64> + 'a {
        changes.after.iter().filter_map(|(key, after)| {
            let before = *self.open.get(key)?;
            (*after != Some(before)).then_some(before)
        })
    }

    /// What is open after the batch and was not before.
    pub(crate) fn fresh<'a>(
        &'a self,
        changes: &'a Changes,
    ) -> impl Iterator<Item = (Id, u64)> + 'a {
        changes.after.iter().filter_map(|(key, after)| {
            let after = (*after)?;
            (self.open.get(key) != Some(&after)).then_some((*key, after))
        })
    }

    /// The batch is durable.
    pub(crate) fn keep(&mut self, changes: Changes, subjects: impl IntoIterator<Item = Id>) {
        for (key, after) in changes.after {
            match after {
                Some(opened) => self.open.insert(key, opened),
                None => self.open.remove(&key),
            };
        }
        if self.exist.len() >= REMEMBERED {
            self.exist.clear();
        }
        self.exist.extend(subjects);
    }
}
