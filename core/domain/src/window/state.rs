//! What is known of a window.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::When;
use super::timetable::{Timetable, WindowMistake};
use crate::calendar::CalendarName;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::{Kind, name_type};
use crate::organisation::UnitName;

name_type!(
    /// The name of a blackout or a maintenance window.
    WindowName, Kind::Window
);

/// What a window does.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum WindowKind {
    /// Nothing is deployed in it.
    Blackout,
    /// Things are deployed in it and at no other time.
    Maintenance,
    /// It closes nothing: each of its spans is a departure of a release train.
    Train,
}

impl std::fmt::Display for WindowKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Blackout => "blackout",
            Self::Maintenance => "maintenance window",
            Self::Train => "train",
        })
    }
}

/// When the scope of a departure is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeFreeze {
    /// So many working days before the day of the departure, from the beginning of that day on; 1 to 250.
    pub working_days: u32,
    /// Whose working days; Monday to Friday if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
}

/// A blackout, a maintenance window, or a release train.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its name, among blackouts, maintenance windows and trains.
    pub name: WindowName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it does.
    pub kind: WindowKind,
    /// Where; everywhere if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<EnvironmentName>,
    /// For which components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
    /// For the components of which units, and of those below them; for all components if there are none here and above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitName>,
    /// The time zone, by IANA name.
    pub timezone: String,
    /// When it is: at least once.
    pub when: Vec<When>,
    /// When the scope of each departure of a train is frozen; nothing else has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_freeze: Option<ScopeFreeze>,
}

impl Window {
    /// All that is wrong with it, whatever else there is.
    #[must_use]
    pub fn mistakes(&self) -> Vec<WindowMistake> {
        Timetable::of(self).err().unwrap_or_default()
    }

    /// What people call it, or its name.
    #[must_use]
    pub fn called(&self) -> &str {
        match self.title.is_empty() {
            true => self.name.as_str(),
            false => &self.title,
        }
    }

    /// The working calendars that it counts by.
    pub fn calendars(&self) -> impl Iterator<Item = &CalendarName> {
        let freeze = self.scope_freeze.iter();
        let freeze = freeze.filter_map(|freeze| freeze.calendar.as_ref());
        { self.when.iter() }
            .filter_map(When::calendar)
            .chain(freeze)
    }
}

/// A window that is declared, ready to be asked: what follows from it alone is worked out once.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The window.
    pub window: Arc<Window>,
    pub(super) timetable: Arc<Timetable>,
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        self.window == other.window
    }
}

impl Eq for Standing {}

impl From<Window> for Standing {
    fn from(window: Window) -> Self {
        // What is wrong is not declared.
        let timetable = Timetable::of(&window).unwrap_or_default();
        Self {
            window: Arc::new(window),
            timetable: Arc::new(timetable),
        }
    }
}
