//! Where a grant holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::organisation::UnitName;

use super::Target;

/// Where a grant holds; written `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Everywhere.
    Organisation,
    /// In a unit, the units below it and their components.
    Unit(UnitName),
    /// For one component.
    Component(ComponentName),
    /// In one environment, for every component.
    Environment(EnvironmentName),
}

impl Scope {
    /// Whether a grant of this scope counts for the target.
    #[must_use]
    pub fn covers(&self, target: &Target, state: &State) -> bool {
        match self {
            Self::Organisation => true,
            Self::Unit(unit) => within(unit, target, state),
            Self::Component(component) => match target {
                Target::Use(_) => true,
                Target::Component(name) | Target::Place(_, name) => name == component,
                _ => false,
            },
            Self::Environment(environment) => match target {
                Target::Environment(name) | Target::Use(name) | Target::Place(name, _) => {
                    name == environment
                }
                _ => false,
            },
        }
    }
}

impl Scope {
    /// Whether there is such a unit, component or environment.
    #[must_use]
    pub fn exists(&self, state: &State) -> bool {
        match self {
            Self::Organisation => true,
            Self::Unit(name) => state.units.contains_key(name),
            Self::Component(name) => state.components.contains_key(name),
            Self::Environment(name) => state.environments.contains_key(name),
        }
    }
}

fn within(unit: &UnitName, target: &Target, state: &State) -> bool {
    match target {
        Target::Unit(name) => state.unit_within(name, unit),
        Target::Component(name) | Target::Place(_, name) => state
            .components
            .get(name)
            .is_some_and(|component| state.unit_within(&component.unit, unit)),
        Target::Use(_) => true,
        Target::Anywhere | Target::Organisation | Target::Environment(_) => false,
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Unit(name) => write!(f, "unit/{name}"),
            Self::Component(name) => write!(f, "component/{name}"),
            Self::Environment(name) => write!(f, "environment/{name}"),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |why: &dyn std::fmt::Display| format!("`{text}` is no scope: {why}");
        match text.split_once('/') {
            None if text == "organisation" => Ok(Self::Organisation),
            Some(("unit", name)) => name.parse().map(Self::Unit).map_err(|e| wrong(&e)),
            Some(("component", name)) => name.parse().map(Self::Component).map_err(|e| wrong(&e)),
            Some(("environment", name)) => {
                name.parse().map(Self::Environment).map_err(|e| wrong(&e))
            }
            _ => Err(wrong(
                &"write `organisation`, `unit/NAME`, `component/NAME` or `environment/NAME`",
            )),
        }
    }
}
