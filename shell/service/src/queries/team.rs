//! `team.list` and `team.show`.

use holdpoint_domain::Kind;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::organisation::{Team, TeamName, UnitName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Names, PersonRef, Reader, ServiceError};

/// All teams.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTeams {}

/// All teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Teams {
    /// In order of name.
    pub teams: Vec<TeamPage>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TeamPage {
    /// Its name.
    pub team: TeamName,
    /// What people call it.
    pub title: String,
    /// The unit that it belongs to.
    pub unit: UnitName,
    /// Who is in it.
    pub members: Vec<PersonRef>,
    /// What it owns.
    pub components: Vec<ComponentName>,
}

impl Query for ListTeams {
    const NAME: &'static str = "team.list";
    type View = Teams;

    fn answer(&self, reader: &Reader<'_>) -> Result<Teams, ServiceError> {
        let names = reader.names();
        reader.ask(|state| {
            let teams = state.teams.values().map(|team| page(state, team, names));
            Ok(Teams {
                teams: teams.collect(),
            })
        })
    }
}

/// One team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowTeam {
    /// Its name.
    pub team: String,
}

impl Query for ShowTeam {
    const NAME: &'static str = "team.show";
    type View = TeamPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<TeamPage, ServiceError> {
        let names = reader.names();
        reader.ask(|state| {
            let found = state
                .teams
                .values()
                .find(|team| team.name.as_str() == self.team);
            Ok(found.map(|team| page(state, team, names)).ok_or_else(|| {
                let known = state.teams.keys().map(TeamName::as_str);
                ServiceError::absent(Kind::Team, &self.team, known)
            }))
        })?
    }
}

fn page(state: &holdpoint_domain::State, team: &Team, names: Names<'_>) -> TeamPage {
    let owned = state
        .components
        .values()
        .filter(|part| part.team.as_ref() == Some(&team.name));
    TeamPage {
        team: team.name.clone(),
        title: team.title.clone(),
        unit: team.unit.clone(),
        members: names.people(team.members.iter()),
        components: owned.map(|part| part.name.clone()).collect(),
    }
}
