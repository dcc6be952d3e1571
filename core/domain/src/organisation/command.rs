//! What can be asked of the organisation and its people.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::{already_founded, person_known};
use super::{Founded, OrganisationName, PersonAdded, PersonErased, PersonId, person_unknown};
use crate::access::{Granted, Permission, Required, Role, Scope, administered, last_administrator};
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::release::ReleaseName;
use crate::{Fact, State, retention};

/// Begins the ledger: the organisation and its first administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The organisation's name.
    pub name: OrganisationName,
    /// Whether everything in this ledger is sample data.
    #[serde(default)]
    pub sample: bool,
    /// The first administrator.
    pub administrator: PersonId,
}

impl Decide for Found {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::nothing())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if let Some(organisation) = &state.organisation {
            return Err(already_founded(&organisation.name).into());
        }
        let grant = Granted::new(
            context,
            0,
            self.administrator.clone(),
            Role::Administrator,
            Scope::Organisation,
        );
        Ok(vec![
            Founded {
                name: self.name.clone(),
                sample: self.sample,
            }
            .into(),
            PersonAdded {
                person: self.administrator.clone(),
            }
            .into(),
            grant.into(),
        ])
    }
}

/// Adds a person, whose name and credentials the vault already keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddPerson {
    /// The opaque id under which the vault knows them.
    pub person: PersonId,
}

impl Decide for AddPerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::AddPerson))
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if state.people.contains_key(&self.person) {
            return Err(person_known(&self.person).into());
        }
        Ok(vec![
            PersonAdded {
                person: self.person.clone(),
            }
            .into(),
        ])
    }
}

/// Records that a person's name, credentials and key are to be destroyed, but for what a retention class or a hold needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasePerson {
    /// Who.
    pub person: PersonId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// The releases that they had a say in, as the ledger knows; whoever asks leaves it out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub decided: BTreeSet<ReleaseName>,
}

impl Decide for ErasePerson {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::ErasePerson))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = state
            .people
            .get(&self.person)
            .ok_or_else(|| person_unknown(&self.person))?;
        if person.erased.is_some() {
            return Ok(Vec::new());
        }
        if !administered(state, context.now, |grant| grant.person != self.person) {
            return Err(last_administrator().into());
        }
        let erased = PersonErased {
            person: self.person.clone(),
            reason: self.reason.clone(),
        };
        let kept = retention::keep(state, &self.person, &self.decided, context.now)?;
        Ok([erased.into()].into_iter().chain(kept).collect())
    }
}
