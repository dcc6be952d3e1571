//! What has happened to components.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Component, ComponentName};
use crate::State;
use crate::gate::Criterion;
use crate::kernel::{Evolve, Key, Meta};

/// A component exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentDeclared {
    /// The component from now on.
    pub component: Component,
}

/// A component is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentRetired {
    /// Which.
    pub component: ComponentName,
}

impl Evolve for ComponentDeclared {
    fn subject(&self) -> Key {
        self.component.name.key()
    }

    fn references(&self) -> Vec<Key> {
        let team = self
            .component
            .team
            .iter()
            .map(crate::organisation::TeamName::key);
        team.chain([self.component.unit.key()]).collect()
    }

    fn format(&self) -> u32 {
        // At first no gate chose among approvals, or asked for contracts.
        match self.component.criteria.iter().any(Criterion::later) {
            true => 2,
            false => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let new = &self.component;
        let old = state.components.insert(new.name.clone(), new.clone());
        if old.is_none_or(|old| old.depends_on != new.depends_on) {
            state.dependencies.forget();
        }
    }
}

impl Evolve for ComponentRetired {
    fn subject(&self) -> Key {
        self.component.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.components.remove(&self.component);
        state.dependencies.forget();
    }
}
