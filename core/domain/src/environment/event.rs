//! What has happened to environments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Environment, EnvironmentName};
use crate::State;
use crate::gate::Criterion;
use crate::kernel::{Evolve, Key, Meta};

/// An environment exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentDeclared {
    /// The environment from now on.
    pub environment: Environment,
}

/// An environment is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentRetired {
    /// Which.
    pub environment: EnvironmentName,
}

impl Evolve for EnvironmentDeclared {
    fn subject(&self) -> Key {
        self.environment.name.key()
    }

    fn format(&self) -> u32 {
        // At first no gate chose among approvals, or asked for contracts or plans, and nothing stood still after a release.
        let place = &self.environment;
        let later = place.criteria.iter().any(Criterion::later);
        match later || place.planned || place.freeze.is_some() {
            true => 2,
            false => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .environments
            .insert(self.environment.name.clone(), self.environment.clone());
    }
}

impl Evolve for EnvironmentRetired {
    fn subject(&self) -> Key {
        self.environment.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.environments.remove(&self.environment);
    }
}
