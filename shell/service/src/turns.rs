//! One request at a time under a key, so that a repeated one meets the answer of the first.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};

use holdpoint_domain::Actor;

type Key = (Actor, String);

/// Keys under which something is being done.
#[derive(Default)]
pub(crate) struct Turns {
    taken: Mutex<HashSet<Key>>,
    given: Condvar,
}

/// The turn under a key, until it is dropped.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    key: Key,
}

impl Turns {
    /// Waits until nobody else is doing anything under the actor's key.
    pub(crate) fn take(&self, actor: &Actor, key: &str) -> Turn<'_> {
        let key = (actor.clone(), key.to_owned());
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.contains(&key) {
            taken = self
                .given
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        taken.insert(key.clone());
        Turn { turns: self, key }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut taken = self
            .turns
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.key);
        self.turns.given.notify_all();
    }
}
