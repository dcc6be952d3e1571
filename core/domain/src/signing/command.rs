//! Keys come and go. One adds a key for oneself only; who lets people in may take one away.

use serde::{Deserialize, Serialize};

use super::refusal::{key_of_another, key_unknown, too_many_keys};
use super::{Fingerprint, KeyAdded, KeyRemoved, SigningKey};
use crate::access::{Permission, Required, acts, check};
use crate::approval::person_only;
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::organisation::PersonId;
use crate::{Fact, State};

/// How many keys somebody has at most.
const MOST: usize = 20;

/// Adds a key of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddKey {
    /// Its public half.
    pub key: SigningKey,
    /// What to call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Sealed>,
}

impl Decide for AddKey {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::nothing())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(person_only)?;
        acts(state, person)?;
        let fingerprint = self.key.fingerprint();
        match state.keys.get(&fingerprint) {
            Some(known) if known.person != *person => {
                return Err(key_of_another(&fingerprint).into());
            }
            Some(known) if known.removed.is_none() => return Ok(Vec::new()),
            _ => {}
        }
        if state.keys_of(person).count() >= MOST {
            return Err(too_many_keys(MOST).into());
        }
        let added = KeyAdded {
            person: person.clone(),
            key: self.key.clone(),
            label: self.label.clone(),
        };
        Ok(vec![added.into()])
    }
}

/// Takes a key away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveKey {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub key: Fingerprint,
}

impl Decide for RemoveKey {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::nothing())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if let Some(actor) = context.actor.person() {
            acts(state, actor)?;
        }
        if context.actor.person() != Some(&self.person) {
            let required = Required::everywhere(Permission::AddPerson);
            check(state, context.actor, &required, context.now)?;
        }
        let known = state.keys.get(&self.key);
        let known = known.filter(|known| known.person == self.person);
        let known = known.ok_or_else(|| key_unknown(&self.key))?;
        if known.removed.is_some() {
            return Ok(Vec::new());
        }
        let removed = KeyRemoved {
            person: self.person.clone(),
            key: self.key.clone(),
        };
        Ok(vec![removed.into()])
    }
}
