//! `organisation.show`.

use holdpoint_domain::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// The organisation and how much of everything there is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowOrganisation {}

/// The organisation and how much of everything there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganisationPage {
    /// Its name; none before it is founded.
    pub name: Option<String>,
    /// Whether everything here is sample data.
    pub sample: bool,
    /// When it was founded.
    pub founded: Option<Time>,
    /// The time zone that people are shown times in.
    pub timezone: String,
    /// Number of units.
    pub units: usize,
    /// Number of teams.
    pub teams: usize,
    /// Number of people who were not erased.
    pub people: usize,
    /// Number of components.
    pub components: usize,
    /// Number of environments.
    pub environments: usize,
    /// Number of entries of the ledger.
    pub entries: u64,
}

impl Query for ShowOrganisation {
    const NAME: &'static str = "organisation.show";
    type View = OrganisationPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<OrganisationPage, ServiceError> {
        let entries = reader.view().size();
        reader.ask(|state| {
            let found = state.organisation.as_ref();
            Ok(OrganisationPage {
                name: found.map(|found| found.name.to_string()),
                sample: found.is_some_and(|found| found.sample),
                founded: found.map(|found| found.founded),
                timezone: found
                    .map(|found| found.settings.timezone.clone())
                    .unwrap_or_default(),
                units: state.units.len(),
                teams: state.teams.len(),
                people: state
                    .people
                    .values()
                    .filter(|one| one.erased.is_none())
                    .count(),
                components: state.components.len(),
                environments: state.environments.len(),
                entries,
            })
        })
    }
}
