//! Imports, and undoing them: one command each, with the people who come and go.

use holdpoint_domain::declaration::Apply;
use holdpoint_import::Imported;
use serde_json::{Value, json};

use super::marker::NewPerson;
use super::{Intake, people};
use crate::{ServiceError, Undo};

/// The arguments of the command that imports this: everybody new goes into the vault, and is in the ledger with
/// the first entries of the import.
pub(super) fn import(intake: &Intake<'_>, imported: &Imported) -> Result<Value, ServiceError> {
    let service = intake.service;
    let state = service.state()?;
    let mut added = Vec::new();
    for one in service.imported(imported, &state, &[]).people {
        let new = NewPerson {
            handle: one.handle.clone(),
            name: one.name,
            mail: one.mail,
        };
        added.push((one.handle, people::add(intake, &new)?));
    }
    let changes = service.imported(imported, &state, &added).changes;
    Ok(json!(Apply {
        people: added.into_iter().map(|(_, person)| person).collect(),
        changes,
        ..Apply::default()
    }))
}

/// The arguments of the command that undoes these entries.
pub(super) fn undo(intake: &Intake<'_>, undo: Undo) -> Result<Value, ServiceError> {
    let service = intake.service;
    let state = service.state()?;
    let undoing = service.undoing(undo, &state)?;
    Ok(json!(Apply {
        changes: undoing.changes,
        gone: undoing.gone,
        ..Apply::default()
    }))
}
