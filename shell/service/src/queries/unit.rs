//! `unit.list` and `unit.show`.

use holdpoint_domain::Kind;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::organisation::{TeamName, Unit, UnitName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// All units.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListUnits {}

/// All units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Units {
    /// In order of name.
    pub units: Vec<Unit>,
}

impl Query for ListUnits {
    const NAME: &'static str = "unit.list";
    type View = Units;

    fn answer(&self, reader: &Reader<'_>) -> Result<Units, ServiceError> {
        reader.ask(|state| {
            Ok(Units {
                units: state.units.values().cloned().collect(),
            })
        })
    }
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowUnit {
    /// Its name.
    pub unit: String,
}

/// A unit with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitPage {
    /// The unit.
    pub unit: Unit,
    /// Units that are part of it.
    pub parts: Vec<UnitName>,
    /// Its teams.
    pub teams: Vec<TeamName>,
    /// Its components.
    pub components: Vec<ComponentName>,
}

impl Query for ShowUnit {
    const NAME: &'static str = "unit.show";
    type View = UnitPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<UnitPage, ServiceError> {
        reader.ask(|state| {
            let found = state
                .units
                .iter()
                .find(|(name, _)| name.as_str() == self.unit);
            let Some((name, unit)) = found else {
                let known = state.units.keys().map(UnitName::as_str);
                return Ok(Err(ServiceError::absent(Kind::Unit, &self.unit, known)));
            };
            let parts = state
                .units
                .values()
                .filter(|part| part.parent.as_ref() == Some(name));
            let teams = state.teams.values().filter(|team| team.unit == *name);
            let components = state.components.values().filter(|part| part.unit == *name);
            Ok(Ok(UnitPage {
                unit: unit.clone(),
                parts: parts.map(|part| part.name.clone()).collect(),
                teams: teams.map(|team| team.name.clone()).collect(),
                components: components.map(|part| part.name.clone()).collect(),
            }))
        })?
    }
}
