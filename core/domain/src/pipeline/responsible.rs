//! Who is to do something: whoever has a role, or a team.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::access::{Role, Target, holds};
use crate::kernel::Time;
use crate::organisation::{PersonId, TeamName};

/// Who is to do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Responsible {
    /// Whoever has the role.
    Role(Role),
    /// Whoever belongs to the team.
    Team(TeamName),
}

impl Responsible {
    /// The role or team of that name; a role comes first.
    #[must_use]
    pub fn named(state: &State, name: &str) -> Option<Self> {
        if let Ok(role) = name.parse() {
            return Some(Self::Role(role));
        }
        let team = TeamName::new(name).ok()?;
        state.teams.contains_key(&team).then_some(Self::Team(team))
    }

    /// Whether the person is one of them, at a place.
    #[must_use]
    pub fn includes(&self, state: &State, person: &PersonId, at: &Target, now: Time) -> bool {
        match self {
            Self::Role(role) => holds(state, person, at, now, |held| held == *role),
            Self::Team(team) => {
                let team = state.teams.get(team);
                state.active(person) && team.is_some_and(|team| team.members.contains(person))
            }
        }
    }
}

impl std::fmt::Display for Responsible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(role) => std::fmt::Display::fmt(role, f),
            Self::Team(team) => write!(f, "team {team}"),
        }
    }
}
