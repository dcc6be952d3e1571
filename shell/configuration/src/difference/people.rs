//! People behind handles.

use std::collections::BTreeMap;

use holdpoint_domain::State;
use holdpoint_domain::organisation::PersonId;

use crate::diagnostic::{Diagnostics, unknown_person};
use crate::model::Configuration;

/// Ids by handle, for all handles that stand for somebody.
pub(super) fn resolve<'c>(
    state: &State,
    configuration: &'c Configuration,
    person: &dyn Fn(&str) -> Option<PersonId>,
    found: &mut Diagnostics,
) -> BTreeMap<&'c str, PersonId> {
    let mut known = BTreeMap::new();
    for team in configuration.teams.iter().flatten() {
        for (index, handle) in team.members.iter().enumerate() {
            match person(handle).filter(|id| state.people.contains_key(id)) {
                Some(id) => {
                    known.insert(handle.as_str(), id);
                }
                None => {
                    let index = index.to_string();
                    let path = ["teams", team.name.as_str(), "members", &index];
                    let span = configuration.document.locate(&path);
                    let mistake = unknown_person(handle).expected("the handle of a person");
                    found.report(&configuration.document.source, span, mistake);
                }
            }
        }
    }
    known
}
