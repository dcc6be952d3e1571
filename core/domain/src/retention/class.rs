//! Retention classes: for how long releases of which components are accounted for.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::catalogue::ComponentName;
use crate::organisation::UnitName;

/// What the class of everything else is called.
const DEFAULT: &str = "default";

/// How long the names and reasons behind decisions are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// For how many days after a release is finished, where no class says otherwise; not at all if 0.
    #[serde(default)]
    pub days: u32,
    /// Classes of releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class>,
}

/// A class of releases: those with one of its components, or with a component of one of its units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// For how many days after a release is finished.
    pub days: u32,
    /// Components.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub components: BTreeSet<ComponentName>,
    /// Units; those below them are meant, too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub units: BTreeSet<UnitName>,
}

/// A hundred years.
const LONGEST: u32 = 36_525;

impl Retention {
    /// What is wrong with it, if anything is. What a class names may be declared later; until then it is of nothing.
    pub(crate) fn wrong(&self) -> Option<String> {
        let mut names = BTreeSet::new();
        let twice = self.classes.iter().find(|class| !names.insert(&class.name));
        if let Some(class) = twice {
            return Some(format!("there are two classes `{}`", class.name));
        }
        let long = |days: u32| days > LONGEST;
        if long(self.days) || self.classes.iter().any(|class| long(class.days)) {
            return Some("nothing is kept for more than 100 years".to_owned());
        }
        let of_nothing = |class: &&Class| class.components.is_empty() && class.units.is_empty();
        let empty = self.classes.iter().find(of_nothing);
        empty.map(|class| format!("class `{}` names no component and no unit", class.name))
    }
}

impl Class {
    fn has(&self, state: &State, component: &ComponentName) -> bool {
        let unit = state.components.get(component).map(|found| &found.unit);
        let within = |unit: &UnitName| {
            self.units
                .iter()
                .any(|above| state.unit_within(unit, above))
        };
        self.components.contains(component) || unit.is_some_and(within)
    }
}

/// The class that keeps a release with these components longest, and for how many days.
pub(super) fn class_of<'a>(
    state: &State,
    components: impl Iterator<Item = &'a ComponentName> + Clone,
) -> (String, u32) {
    let settings = state.organisation.as_ref().map(|known| &known.settings);
    let Some(retention) = settings.and_then(|settings| settings.retention.as_ref()) else {
        return (DEFAULT.to_owned(), 0);
    };
    let meant = |class: &&Class| components.clone().any(|one| class.has(state, one));
    let longest = retention
        .classes
        .iter()
        .filter(meant)
        .max_by_key(|class| class.days);
    match longest {
        Some(class) => (class.name.clone(), class.days),
        None => (DEFAULT.to_owned(), retention.days),
    }
}
