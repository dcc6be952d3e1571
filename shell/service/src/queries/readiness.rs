//! `readiness.show`.

use std::collections::BTreeSet;

use holdpoint_domain::gate::Ask;
use holdpoint_domain::release::{Release, ReleaseName};
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::release::{absent, key};
use crate::{PersonRef, Reader, ServiceError};

/// The readiness items that a release is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowReadiness {
    /// Its name.
    pub release: String,
}

/// The readiness items that a release is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readiness {
    /// Which release.
    pub release: ReleaseName,
    /// In order of name.
    pub items: Vec<ItemView>,
}

/// A readiness item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemView {
    /// What is to be confirmed.
    pub item: String,
    /// Who has confirmed it.
    pub person: Option<PersonRef>,
    /// When.
    pub time: Option<Time>,
    /// With what note.
    pub note: Option<String>,
}

impl Query for ShowReadiness {
    const NAME: &'static str = "readiness.show";
    type View = Readiness;

    fn answer(&self, reader: &Reader<'_>) -> Result<Readiness, ServiceError> {
        let (key, names) = (key(&self.release)?, reader.names());
        let found = reader.ask(|state| {
            let Some(release) = state.releases.get(&key)? else {
                return Ok(None);
            };
            let items = asked(state, release).into_iter().map(|item| {
                let done = release.readiness.get(&item);
                ItemView {
                    person: done.map(|done| names.person(&done.person)),
                    time: done.map(|done| done.time),
                    note: done.and_then(|done| names.text(done.note.as_ref())),
                    item,
                }
            });
            Ok(Some(Readiness {
                release: release.name.clone(),
                items: items.collect(),
            }))
        })?;
        found.ok_or_else(|| absent(reader, &self.release))
    }
}

/// What its template and the gates ask for.
fn asked(state: &State, release: &Release) -> BTreeSet<String> {
    let places = state
        .environments
        .values()
        .flat_map(|place| &place.criteria);
    let parts = release
        .components
        .iter()
        .filter_map(|name| state.components.get(name));
    let lines = places.chain(parts.flat_map(|part| &part.criteria));
    let items = lines.filter_map(|line| match &line.ask {
        Ask::Readiness { item } => Some(item.clone()),
        _ => None,
    });
    items
        .chain(release.readiness_asked.iter().cloned())
        .collect()
}
