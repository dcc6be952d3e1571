//! What has happened to working calendars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Calendar, CalendarName};
use crate::State;
use crate::kernel::{Evolve, Key, Meta};

/// A calendar exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDeclared {
    /// The calendar from now on.
    pub calendar: Calendar,
}

/// A calendar is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarRetired {
    /// Which.
    pub calendar: CalendarName,
}

impl Evolve for CalendarDeclared {
    fn subject(&self) -> Key {
        self.calendar.name.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .calendars
            .insert(self.calendar.name.clone(), self.calendar.clone());
    }
}

impl Evolve for CalendarRetired {
    fn subject(&self) -> Key {
        self.calendar.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.calendars.remove(&self.calendar);
    }
}
