//! `person.list` and `person.show`.

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Kind, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::access::{GrantView, grant};
use super::archive::{RetainedView, retained};
use crate::{Names, Reader, ServiceError};

/// All people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPeople {}

/// All people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct People {
    /// In order of handle, the erased ones last.
    pub people: Vec<PersonView>,
}

/// A person, as far as the vault still tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonView {
    /// The opaque id.
    pub person: PersonId,
    /// The handle.
    pub handle: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// The mail address.
    pub mail: Option<String>,
    /// When they were added.
    pub added: Time,
    /// When they were deactivated, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated: Option<Time>,
    /// When they were erased.
    pub erased: Option<Time>,
    /// What stays of somebody who was erased, for auditors only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retained: Vec<RetainedView>,
    /// What was granted to them, expired grants too.
    pub grants: Vec<GrantView>,
}

impl Query for ListPeople {
    const NAME: &'static str = "person.list";
    type View = People;

    fn answer(&self, reader: &Reader<'_>) -> Result<People, ServiceError> {
        let (names, now) = (reader.names(), reader.now());
        let mut people = reader.ask(|state| {
            let people = state
                .people
                .keys()
                .filter_map(|id| view(state, id, names, now));
            Ok(people.collect::<Vec<_>>())
        })?;
        people.sort_by_key(|person| (person.handle.is_none(), person.handle.clone()));
        Ok(People { people })
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowPerson {
    /// Handle, mail address or id.
    pub person: String,
}

impl Query for ShowPerson {
    const NAME: &'static str = "person.show";
    type View = PersonView;

    fn answer(&self, reader: &Reader<'_>) -> Result<PersonView, ServiceError> {
        let (names, now) = (reader.names(), reader.now());
        let id = match self.person.parse::<PersonId>() {
            Ok(id) => Some(id),
            Err(_) => names.find(&self.person)?,
        };
        let unknown = || ServiceError::HandleUnknown(self.person.clone());
        let id = id.ok_or_else(unknown)?;
        let found = reader.ask(|state| Ok(view(state, &id, names, now)))?;
        found.ok_or_else(|| ServiceError::absent(Kind::Person, &self.person, std::iter::empty()))
    }
}

fn view(state: &State, id: &PersonId, names: Names<'_>, now: Time) -> Option<PersonView> {
    let person = state.people.get(id)?;
    let profile = names.profile(id);
    Some(PersonView {
        person: id.clone(),
        handle: profile.as_ref().map(|profile| profile.handle.clone()),
        name: profile.as_ref().map(|profile| profile.name.clone()),
        mail: profile.and_then(|profile| profile.mail),
        added: person.added,
        deactivated: person.deactivated.filter(|_| person.erased.is_none()),
        erased: person.erased,
        retained: retained(state, id),
        grants: state
            .grants_of(id)
            .map(|one| grant(one, names, now))
            .collect(),
    })
}
