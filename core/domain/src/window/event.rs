//! What has happened to windows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Window, WindowName};
use crate::State;
use crate::kernel::{Evolve, Key, Meta};

/// A window exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowDeclared {
    /// The window from now on.
    pub window: Window,
}

/// A window is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowRetired {
    /// Which.
    pub window: WindowName,
}

impl Evolve for WindowDeclared {
    fn subject(&self) -> Key {
        self.window.name.key()
    }

    fn references(&self) -> Vec<Key> {
        let environments = self.window.environments.iter().map(|name| name.key());
        environments.collect()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let name = self.window.name.clone();
        state.windows.insert(name, self.window.clone().into());
    }
}

impl Evolve for WindowRetired {
    fn subject(&self) -> Key {
        self.window.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.windows.remove(&self.window);
    }
}
