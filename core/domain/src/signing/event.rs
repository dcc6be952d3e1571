//! What has happened to keys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, PersonKey, SigningKey};
use crate::State;
use crate::kernel::{Evolve, Key, Kind, Meta, Sealed};
use crate::organisation::PersonId;

/// A person signs with this key from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAdded {
    /// Whose account.
    pub person: PersonId,
    /// The public half of the key.
    pub key: SigningKey,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Sealed>,
}

/// A key counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRemoved {
    /// Whose account.
    pub person: PersonId,
    /// Which key.
    pub key: Fingerprint,
}

/// A key that counts has signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyUsed {
    /// Whose account.
    pub person: PersonId,
    /// Which key.
    pub key: Fingerprint,
    /// How often, as it says.
    pub count: u32,
}

impl Evolve for KeyUsed {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(key) = state.keys.get_mut(&self.key) {
            key.count = self.count;
        }
    }
}

impl Evolve for KeyAdded {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let added = PersonKey {
            person: self.person.clone(),
            key: self.key.clone(),
            label: self.label.clone(),
            added: meta.time,
            position: meta.position,
            count: 0,
            removed: None,
        };
        state.keys.insert(self.key.fingerprint(), added);
    }
}

impl Evolve for KeyRemoved {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(key) = state.keys.get_mut(&self.key) {
            key.removed = Some(meta.time);
        }
    }
}
