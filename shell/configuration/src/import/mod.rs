//! What was imported from elsewhere, as changes: the import adds and corrects, and takes nothing away.
//!
//! What an import does not know of an item stays as it is. What cannot be is left out, and a note says why.

mod catalogue;
mod links;
mod organisation;

use holdpoint_domain::declaration::{Change, problems};
use holdpoint_domain::organisation::{PersonId, UnitName};
use holdpoint_domain::{Actor, Halt, Meta, State, Time, evolve};
use holdpoint_import::{Imported, Place};
use serde::Serialize;

use crate::difference::wanted::ordered;
use crate::place;

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[must_use]
pub struct Import {
    /// People to be added first; when they are, the same import brings them into their teams.
    pub people: Vec<NewPerson>,
    /// What changes, in an order in which every reference exists when it is made.
    pub changes: Vec<Change>,
    /// What is left out, and why.
    pub notes: Vec<Note>,
}

/// Somebody whom the organisation does not know yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPerson {
    /// The short name.
    pub handle: String,
    /// The full name.
    pub name: String,
    /// The mail address.
    pub mail: Option<String>,
}

/// Something that a person should know of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Where it stands in the source, such as `services.csv:12`.
    pub place: String,
    /// What is left out, and why.
    pub message: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What the import would change. `person` gives the id of the person with a handle.
pub fn import(
    state: &State,
    imported: &Imported,
    person: &dyn Fn(&str) -> Option<PersonId>,
) -> Import {
    let mut draft = Draft {
        state,
        imported,
        wanted: Vec::new(),
        notes: Vec::new(),
    };
    draft.units();
    draft.teams(person);
    draft.environments();
    draft.components();
    let Draft { wanted, notes, .. } = draft;
    let (changes, refused) = sound(state, wanted);
    let mut notes = notes;
    notes.extend(refused.into_iter().map(|(change, why)| {
        Note {
            place: source(&change, imported)
                .map(ToString::to_string)
                .unwrap_or_default(),
            message: format!("`{}` is left out: {why}", place::of(&change).join("/")),
        }
    }));
    let unknown = imported
        .people
        .iter()
        .filter(|one| person(&one.handle).is_none());
    let people = unknown.map(|one| NewPerson {
        handle: one.handle.clone(),
        name: one.name.clone(),
        mail: one.mail.clone(),
    });
    Import {
        people: people.collect(),
        changes,
        notes,
    }
}

/// An import on its way to changes.
struct Draft<'a> {
    state: &'a State,
    imported: &'a Imported,
    wanted: Vec<Change>,
    notes: Vec<Note>,
}

impl Draft<'_> {
    fn note(&mut self, place: &Place, message: String) {
        self.notes.push(Note {
            place: place.to_string(),
            message,
        });
    }

    /// The unit of what belongs to none: one that is called like the organisation.
    fn fallback(&self) -> Option<UnitName> {
        let name = self
            .state
            .organisation
            .as_ref()
            .map(|known| known.name.as_str());
        name.unwrap_or("organisation").parse().ok()
    }
}

/// The changes that the rules allow, one after the other, and those that they do not.
fn sound(state: &State, wanted: Vec<Change>) -> (Vec<Change>, Vec<(Change, String)>) {
    let mut draft = state.clone();
    let (mut changes, mut refused) = (Vec::new(), Vec::new());
    for change in ordered(wanted) {
        let found = match problems(&change, &draft) {
            Ok(found) => found,
            Err(Halt::Refused(refusal, _)) => vec![refusal],
            Err(_) => Vec::new(),
        };
        if let Some(first) = found.into_iter().next() {
            refused.push((change, first.message));
        } else if !change.idle(&draft) {
            let meta = Meta {
                position: 0,
                time: Time::from_millis(0),
                actor: Actor::System,
            };
            evolve(&mut draft, &change.fact(), &meta);
            changes.push(change);
        }
    }
    (changes, refused)
}

/// Where the item of a change comes from.
fn source<'i>(change: &Change, imported: &'i Imported) -> Option<&'i Place> {
    let path = place::of(change);
    let name = path.get(1)?;
    match change {
        Change::Unit(_) => imported
            .units
            .iter()
            .find(|one| one.name == *name)
            .map(|one| &one.place),
        Change::Team(_) => imported
            .teams
            .iter()
            .find(|one| one.name == *name)
            .map(|one| &one.place),
        Change::Component(_) => imported
            .components
            .iter()
            .find(|one| one.name == *name)
            .map(|one| &one.place),
        Change::Environment(_) => imported
            .environments
            .iter()
            .find(|one| one.name == *name)
            .map(|one| &one.place),
        _ => None,
    }
}
