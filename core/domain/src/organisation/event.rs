//! What has happened to the organisation, its units, teams and people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Organisation, OrganisationName, Person, PersonId, Settings, Team, TeamName, Unit, UnitName,
};
use crate::State;
use crate::kernel::{Evolve, Key, Kind, Meta, Sealed};

/// The ledger begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Founded {
    /// The organisation's name.
    pub name: OrganisationName,
    /// Whether everything in this ledger is sample data.
    pub sample: bool,
}

/// Settings changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Configured {
    /// The settings from now on.
    pub settings: Settings,
}

/// A unit exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitDeclared {
    /// The unit from now on.
    pub unit: Unit,
}

/// A unit is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRetired {
    /// Which.
    pub unit: UnitName,
}

/// A team exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamDeclared {
    /// The team from now on.
    pub team: Team,
}

/// A team is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamRetired {
    /// Which.
    pub team: TeamName,
}

/// A person belongs to the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonAdded {
    /// Who, by opaque id.
    pub person: PersonId,
}

/// A person's name, credentials and key are destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonErased {
    /// Who, by opaque id.
    pub person: PersonId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

fn organisation_key() -> Key {
    Key::new(Kind::Organisation, "organisation")
}

impl Evolve for Founded {
    fn subject(&self) -> Key {
        organisation_key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        state.organisation = Some(Organisation {
            name: self.name.clone(),
            sample: self.sample,
            founded: meta.time,
            settings: Settings::default(),
        });
    }
}

impl Evolve for Configured {
    fn subject(&self) -> Key {
        organisation_key()
    }

    fn format(&self) -> u32 {
        // At first nobody's signatures were believed, nobody was told anything, nobody cosigned, roles alone said who may,
        // whoever was erased was forgotten at once, no program was let in, there were neither directory nor forges, and
        // nobody said how the year is divided.
        let settings = &self.settings;
        let others = settings.channels.is_none() && settings.authorisation.is_none();
        let early = settings.witnesses.is_none() && settings.retention.is_none();
        let alone = settings.workloads.is_none() && settings.directory.is_none();
        let late = settings.fiscal.is_none() && settings.forges.is_empty();
        match settings.signers.is_empty() && others && early && alone && late {
            true => crate::format::FIRST_FORMAT,
            false => 2,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(organisation) = &mut state.organisation {
            organisation.settings = self.settings.clone();
        }
    }
}

impl Evolve for UnitDeclared {
    fn subject(&self) -> Key {
        self.unit.name.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .units
            .insert(self.unit.name.clone(), self.unit.clone());
    }
}

impl Evolve for UnitRetired {
    fn subject(&self) -> Key {
        self.unit.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.units.remove(&self.unit);
    }
}

impl Evolve for TeamDeclared {
    fn subject(&self) -> Key {
        self.team.name.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.team.unit.key()]
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .teams
            .insert(self.team.name.clone(), self.team.clone());
    }
}

impl Evolve for TeamRetired {
    fn subject(&self) -> Key {
        self.team.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.teams.remove(&self.team);
    }
}

impl Evolve for PersonAdded {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let person = Person {
            added: meta.time,
            deactivated: None,
            erased: None,
            note: None,
            retained: imbl::OrdMap::new(),
        };
        state.people.insert(self.person.clone(), person);
    }
}

impl Evolve for PersonErased {
    fn subject(&self) -> Key {
        self.person.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(person) = state.people.get_mut(&self.person) {
            person.erased = Some(meta.time);
            person.note.clone_from(&self.reason);
        }
    }
}
