//! What changes would do, for people and programs to read before they are made.

mod field;
mod render;

use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::pipeline::Pipeline;
use serde::Serialize;
use serde_json::Value;

pub use field::FieldChange;

use crate::place;

/// What happens to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is new.
    Add,
    /// It is otherwise than before.
    Change,
    /// It is no more.
    Remove,
}

/// What happens to one item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planned {
    /// What happens.
    pub action: Action,
    /// What kind of item, such as `component`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its fields: all that say something if it is new, those that differ if it changes, none if it goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// What changes would do, in the order in which they are made.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[must_use]
pub struct Plan {
    /// Item by item.
    pub items: Vec<Planned>,
}

/// What the changes would do to what the ledger says.
pub fn describe(changes: &[Change], state: &State) -> Plan {
    let planned = |change: &Change| (!change.idle(state)).then(|| planned(change, state));
    Plan {
        items: changes.iter().filter_map(planned).collect(),
    }
}

impl Plan {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many items it adds, changes and removes.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |action| {
            self.items
                .iter()
                .filter(|item| item.action == action)
                .count()
        };
        (
            count(Action::Add),
            count(Action::Change),
            count(Action::Remove),
        )
    }

    /// The same with people called by what the closure says of their ids.
    pub fn with_names(mut self, name: &dyn Fn(&str) -> Option<String>) -> Self {
        for item in &mut self.items {
            for field in &mut item.fields {
                field.rename(name);
            }
            // Members of a list come and go in the order of what people call them, not of their ids.
            let lists = item
                .fields
                .chunk_by_mut(|one, next| one.field == next.field);
            lists.for_each(|list| list.sort_by(|one, next| one.place().cmp(&next.place())));
        }
        self
    }
}

fn planned(change: &Change, state: &State) -> Planned {
    let (before, after) = (before(change, state), after(change));
    let action = match (&before, &after) {
        (_, None) => Action::Remove,
        (None, Some(_)) => Action::Add,
        (Some(_), Some(_)) => Action::Change,
    };
    let path = place::of(change);
    let kind = match change {
        Change::RetireWindow(name) => {
            { state.windows.get(name) }.map_or("windows", |found| place::section(found.window.kind))
        }
        _ => path.first().map(String::as_str).unwrap_or_default(),
    };
    let name = path.get(1).cloned().or_else(|| founded(state));
    Planned {
        action,
        kind: kind.trim_end_matches('s').to_owned(),
        name: name.unwrap_or_default(),
        fields: after
            .map(|after| field::differences(before.as_ref(), &after))
            .unwrap_or_default(),
    }
}

fn founded(state: &State) -> Option<String> {
    state
        .organisation
        .as_ref()
        .map(|known| known.name.to_string())
}

/// The item as it is to be; none if it is to go.
fn after(change: &Change) -> Option<Value> {
    let value = match change {
        Change::Settings(item) => serde_json::to_value(item),
        Change::Calendar(item) => serde_json::to_value(item),
        Change::Unit(item) => serde_json::to_value(item),
        Change::Team(item) => serde_json::to_value(item),
        Change::Component(item) => serde_json::to_value(item),
        Change::Environment(item) => serde_json::to_value(item),
        Change::Template(item) => serde_json::to_value(item),
        Change::Window(item) => serde_json::to_value(item),
        Change::Pipeline(item) => Ok(pipeline(item)),
        Change::RetireCalendar(_)
        | Change::RetireUnit(_)
        | Change::RetireTeam(_)
        | Change::RetireComponent(_)
        | Change::RetireEnvironment(_)
        | Change::RetireTemplate(_)
        | Change::RetireWindow(_)
        | Change::RetirePipeline(_) => return None,
    };
    value.ok()
}

/// A pipeline with its definition key by key, so that a change is seen where it is.
fn pipeline(item: &Pipeline) -> Value {
    let mut value = serde_json::to_value(item).unwrap_or_default();
    let definition = serde_json::from_str(&item.definition);
    if let (Some(fields), Ok(definition)) = (value.as_object_mut(), definition) {
        fields.insert("definition".to_owned(), definition);
    }
    value
}

/// The item as it is; none if there is none.
fn before(change: &Change, state: &State) -> Option<Value> {
    after(&crate::inverse::previous(change, state)?)
}
