//! Which deliveries were there before.

use std::collections::{BTreeMap, BTreeSet};

/// The ids of deliveries, each for as long as it could be taken for new: while its signature is young enough to be believed.
///
/// It is one process's memory. Who has several keeps ids where all of them look, and may use this before it.
#[derive(Debug, Clone)]
pub struct Seen {
    until: BTreeMap<String, u64>,
    order: BTreeSet<(u64, String)>,
    most: usize,
}

/// Whether a delivery is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It is.
    New,
    /// It was there before: answer as then, and do nothing.
    Before,
    /// There are more young deliveries than are remembered: answer 503, so that it comes again.
    Full,
}

impl Seen {
    /// Remembers at most so many.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            until: BTreeMap::new(),
            order: BTreeSet::new(),
            most,
        }
    }

    /// Whether a verified delivery of that id, sent at `sent`, is new `now`, with the tolerance that it was verified with; all in
    /// seconds. It is remembered.
    pub fn tell(&mut self, id: &str, sent: u64, now: u64, tolerance: u64) -> Told {
        self.forget(now);
        let until = sent.max(now).saturating_add(tolerance);
        if let Some(before) = self.until.get(id).copied() {
            // An attempt that was sent later is believed for longer.
            let later = before.max(until);
            self.order.remove(&(before, id.to_owned()));
            self.order.insert((later, id.to_owned()));
            self.until.insert(id.to_owned(), later);
            return Told::Before;
        }
        if self.until.len() >= self.most {
            return Told::Full;
        }
        self.until.insert(id.to_owned(), until);
        self.order.insert((until, id.to_owned()));
        Told::New
    }

    /// Forgets what is too old to be believed anyway.
    fn forget(&mut self, now: u64) {
        while let Some((until, id)) = self.order.first().cloned() {
            if until >= now {
                break;
            }
            self.order.remove(&(until, id.clone()));
            self.until.remove(&id);
        }
    }
}
