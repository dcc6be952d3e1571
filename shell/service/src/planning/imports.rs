//! What an import would change.

use holdpoint_configuration::{Import, import};
use holdpoint_domain::organisation::{PersonAdded, PersonId};
use holdpoint_domain::{Actor, Meta, State, Time, evolve};
use holdpoint_import::Imported;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PlanView;
use crate::{Service, ServiceError};

/// Somebody whom the organisation does not know yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewPersonView {
    /// The short name.
    pub handle: String,
    /// The full name.
    pub name: String,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
}

impl Service {
    /// What an import would change, given the people whom it has added already.
    pub(crate) fn imported(
        &self,
        imported: &Imported,
        state: &State,
        added: &[(String, PersonId)],
    ) -> Import {
        let names = self.names();
        let person = |handle: &str| {
            let added = added.iter().find(|(known, _)| known == handle);
            // Somebody in the vault whom the ledger does not know is still to be added.
            let found = || names.find(handle).ok().flatten();
            let known = || found().filter(|id| state.people.contains_key(id));
            added.map(|(_, id)| id.clone()).or_else(known)
        };
        let mut state = state.clone();
        // What is only imagined has no place in the ledger yet.
        let meta = Meta {
            position: 0,
            time: Time::default(),
            actor: Actor::System,
        };
        for (_, person) in added {
            let person = person.clone();
            evolve(&mut state, &PersonAdded { person }.into(), &meta);
        }
        import(&state, imported, &person)
    }

    pub(super) fn plan_import(
        &self,
        imported: &Imported,
        state: &State,
    ) -> Result<PlanView, ServiceError> {
        let people: Vec<_> = self.imported(imported, state, &[]).people;
        // Ids that stand for them in the plan.
        let added = people
            .iter()
            .map(|one| (one.handle.clone(), self.fresh_person()));
        let added: Vec<_> = added.collect();
        let people = people.into_iter().map(|one| NewPersonView {
            handle: one.handle,
            name: one.name,
            mail: one.mail,
        });
        let import = self.imported(imported, state, &added);
        Ok(PlanView {
            people: people.collect(),
            notes: import.notes.iter().map(ToString::to_string).collect(),
            ..self.plan_of(&import.changes, state, &added)?
        })
    }
}
