//! What a batch adds up to before it is durable.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_domain::{Key, State, evolve};
use holdpoint_ledger::Hash;
use holdpoint_ports::{IdempotencyRecord, NewEntry};

use super::Decided;
use super::answer::Pending;
use super::committer::Flight;
use crate::entry::Recorded;

/// An event that is about to happen.
pub(super) struct Made {
    pub(super) event: Arc<Recorded>,
    pub(super) entry: NewEntry,
    pub(super) subject: Key,
}

/// What a draft stands on.
pub(super) struct Base {
    pub(super) state: State,
    pub(super) size: u64,
    pub(super) time_ms: i64,
}

/// What will have been written with a batch, for those who come after it before it is.
pub(crate) struct Written {
    /// The size before.
    pub(super) first: u64,
    /// The entries as events, by what they change.
    pub(super) events: HashMap<Key, Vec<Arc<Recorded>>>,
    /// Keys used, and how they were answered.
    pub(super) keys: HashMap<(String, String), (Hash, Pending)>,
    /// Who waits for it.
    pub(super) decided: Decided,
}

/// A state ahead of the ledger, and what has to become durable for the ledger to catch up.
pub(super) struct Draft {
    pub(super) state: State,
    /// The size before.
    pub(super) first: u64,
    pub(super) entries: Vec<NewEntry>,
    pub(super) leaves: Vec<Hash>,
    pub(super) written: Written,
    pub(super) idempotency: Vec<IdempotencyRecord>,
    /// Aggregates that were changed or loaded.
    pub(super) touched: Vec<Key>,
    /// Time of the newest entry, in milliseconds.
    pub(super) time_ms: i64,
}

impl Draft {
    pub(super) fn new(base: Base) -> Self {
        Self {
            state: base.state,
            first: base.size,
            entries: Vec::new(),
            leaves: Vec::new(),
            written: Written {
                first: base.size,
                events: HashMap::new(),
                keys: HashMap::new(),
                decided: Vec::new(),
            },
            idempotency: Vec::new(),
            touched: Vec::new(),
            time_ms: base.time_ms,
        }
    }

    /// What the next draft stands on.
    pub(super) fn base(&self) -> Base {
        Base {
            state: self.state.clone(),
            size: self.next(),
            time_ms: self.time_ms,
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
            let events = &mut self.written.events;
            events.entry(subject).or_default().push(event);
        }
    }

    /// Puts an aggregate in memory, given all that was said of it.
    pub(super) fn adopt(&mut self, key: &Key, folded: &State) {
        self.state.adopt(key, folded);
        self.touched.push(key.clone());
    }

    /// What the committer gets, and what the sequencer keeps.
    pub(super) fn part(self, decided: Decided) -> (Flight, Written) {
        let flight = Flight {
            state: self.state,
            first: self.first,
            entries: self.entries,
            leaves: self.leaves,
            idempotency: self.idempotency,
            time_ms: self.time_ms,
        };
        let written = Written {
            decided,
            ..self.written
        };
        (flight, written)
    }
}
