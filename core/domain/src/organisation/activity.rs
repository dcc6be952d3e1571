//! Who belongs to the organisation and does not act in it: deactivated, and perhaps back one day.
//!
//! Nothing is taken from somebody who is deactivated, neither roles nor what they decided. They are let in nowhere and asked
//! for nothing; who acts in their stead goes on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PersonId, person_unknown};
use crate::access::{Permission, Required, administered, last_administrator};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Meta, Sealed, Time};
use crate::{Fact, State};

/// A person does not act any more, for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDeactivated {
    /// Who.
    pub person: PersonId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

/// A person acts again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonReactivated {
    /// Who.
    pub person: PersonId,
}

impl Evolve for PersonDeactivated {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(person) = state.people.get_mut(&self.person) {
            person.deactivated = Some(meta.time);
        }
    }
}

impl Evolve for PersonReactivated {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(person) = state.people.get_mut(&self.person) {
            person.deactivated = None;
        }
    }
}

/// Lets a person act no more until they are reactivated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeactivatePerson {
    /// Who.
    pub person: PersonId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

/// Lets a person act again who was deactivated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReactivatePerson {
    /// Who.
    pub person: PersonId,
}

impl Decide for DeactivatePerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::AddPerson))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        deactivated(state, &self.person, self.reason.clone(), context.now)
    }
}

impl Decide for ReactivatePerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::AddPerson))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        reactivated(state, &self.person)
    }
}

/// What makes somebody act no more: nothing if they do not.
pub(crate) fn deactivated(
    state: &State,
    person: &PersonId,
    reason: Option<Sealed>,
    now: Time,
) -> Result<Vec<Fact>, Halt> {
    if !state.member(person) {
        return Err(person_unknown(person).into());
    }
    if !state.active(person) {
        return Ok(Vec::new());
    }
    if !administered(state, now, |grant| grant.person != *person) {
        return Err(last_administrator().into());
    }
    let person = person.clone();
    Ok(vec![PersonDeactivated { person, reason }.into()])
}

/// What makes somebody act again: nothing if they do.
pub(crate) fn reactivated(state: &State, person: &PersonId) -> Result<Vec<Fact>, Halt> {
    if !state.member(person) {
        return Err(person_unknown(person).into());
    }
    if state.active(person) {
        return Ok(Vec::new());
    }
    let person = person.clone();
    Ok(vec![PersonReactivated { person }.into()])
}
