//! What is known of a key.

use super::{Fingerprint, SigningKey};
use crate::State;
use crate::kernel::{Sealed, Time};
use crate::organisation::PersonId;

/// A key that a person has, or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonKey {
    /// Whose.
    pub person: PersonId,
    /// Its public half.
    pub key: SigningKey,
    /// What the person calls it.
    pub label: Option<Sealed>,
    /// When it was added.
    pub added: Time,
    /// Position of the entry that says so: what was signed before does not count.
    pub position: u64,
    /// How often it has signed, if it counts.
    pub count: u32,
    /// When it was removed.
    pub removed: Option<Time>,
}

impl State {
    /// The keys of a person that were not removed.
    pub fn keys_of<'a>(
        &'a self,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a Fingerprint, &'a PersonKey)> {
        let all = self.keys.iter();
        all.filter(move |(_, key)| key.person == *person && key.removed.is_none())
    }
}
