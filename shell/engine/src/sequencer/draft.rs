//! What a batch adds up to before it is durable.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_domain::{Key, State, evolve};
use holdpoint_ledger::Hash;
use holdpoint_ports::{Head, IdempotencyRecord, NewEntry};

use super::answer::Pending;
use crate::entry::Recorded;

/// An event that is about to happen.
pub(super) struct Made {
    pub(super) event: Arc<Recorded>,
    pub(super) entry: NewEntry,
    pub(super) subject: Key,
}

/// A state ahead of the ledger, and what has to become durable for the ledger to catch up.
pub(super) struct Draft {
    pub(super) state: State,
    /// The size before.
    pub(super) first: u64,
    pub(super) entries: Vec<NewEntry>,
    pub(super) leaves: Vec<Hash>,
    /// The same entries as events, by what they change.
    events: HashMap<Key, Vec<Arc<Recorded>>>,
    /// Keys used, and how they were answered.
    pub(super) keys: HashMap<(String, String), (Hash, Pending)>,
    pub(super) idempotency: Vec<IdempotencyRecord>,
    /// Aggregates that were changed or loaded.
    pub(super) touched: Vec<Key>,
    /// Time of the newest entry, in milliseconds.
    pub(super) time_ms: i64,
}

impl Draft {
    pub(super) fn new(state: State, head: Option<&Head>) -> Self {
        Self {
            state,
            first: head.map_or(0, |head| head.size),
            entries: Vec::new(),
            leaves: Vec::new(),
            events: HashMap::new(),
            keys: HashMap::new(),
            idempotency: Vec::new(),
            touched: Vec::new(),
            time_ms: head.map_or(i64::MIN, |head| head.time_ms),
        }
    }

    /// The position of the next entry.
    pub(super) fn next(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// Takes over events with their entries.
    pub(super) fn keep(&mut self, made: Vec<Made>) {
        for Made {
            event,
            entry,
            subject,
        } in made
        {
            evolve(&mut self.state, &event.fact, &event.meta);
            self.time_ms = event.meta.time.millis();
            self.leaves.push(Hash::leaf(&entry.bytes));
            self.entries.push(entry);
            self.touched.push(subject.clone());
            self.events.entry(subject).or_default().push(event);
        }
    }

    /// Puts an aggregate in memory, given what the ledger says of it: what the draft says comes on top.
    pub(super) fn adopt(&mut self, key: &Key, mut folded: State) {
        for event in self.events.get(key).into_iter().flatten() {
            evolve(&mut folded, &event.fact, &event.meta);
        }
        self.state.adopt(key, &folded);
        self.touched.push(key.clone());
    }
}
