//! Log-ins that failed, and exports: facts that an auditor asks for, though nothing is changed by them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Permission, Required};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Kind, Meta};
use crate::organisation::{PersonId, not_founded};
use crate::release::{self, ReleaseName};
use crate::{Fact, State};

/// How somebody tried to prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// With handle and password.
    Password,
    /// With a token.
    Token,
    /// As a user of the server's machine.
    SystemUser,
    /// With an enrolment or a link that counts once.
    Link,
    /// As a program, with a token of its issuer.
    Workload,
    /// At the organisation's identity provider.
    Provider,
}

/// Somebody was not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRefused {
    /// As whom, if there is somebody whom they claimed to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// How they tried.
    pub method: Method,
}

impl Evolve for SessionRefused {
    fn subject(&self) -> Key {
        let claimed = self.person.as_ref().map(PersonId::as_str);
        Key::new(Kind::Session, claimed.unwrap_or("nobody"))
    }

    fn references(&self) -> Vec<Key> {
        self.person.iter().map(PersonId::key).collect()
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}

/// Records that somebody was not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefuseSession {
    /// As whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// How they tried.
    pub method: Method,
}

impl Decide for RefuseSession {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if state.organisation.is_none() {
            return Err(not_founded().into());
        }
        let person = self.person.clone();
        let person = person.filter(|person| state.people.contains_key(person));
        let method = self.method;
        Ok(vec![SessionRefused { person, method }.into()])
    }
}

/// The ledger and its evidence are exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    /// By whom.
    pub person: PersonId,
    /// With proofs of the entries of this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
}

impl Evolve for Exported {
    fn subject(&self) -> Key {
        Key::new(Kind::Export, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        let release = self.release.iter().map(ReleaseName::key);
        release.chain([self.person.key()]).collect()
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}

/// Records that somebody exports the ledger, before they do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordExport {
    /// With proofs of the entries of this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
}

impl Decide for RecordExport {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Export))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if let Some(name) = &self.release {
            release::found(state, name)?;
        }
        let exported = context.actor.person().map(|person| Exported {
            person: person.clone(),
            release: self.release.clone(),
        });
        Ok(exported.into_iter().map(Fact::from).collect())
    }
}
