//! Undoing an import.

use std::path::Path;

use holdpoint_service::{Undo, Wanted};
use serde_json::json;

use crate::arguments::Write;
use crate::commands::Outcome;
use crate::commands::apply::Applied;
use crate::error::Failure;
use crate::session::{Session, send};

/// Makes what the entries changed what it was before, unless it has changed again since.
pub(super) fn undo(session: &Session, entries: &Path, write: &Write) -> Outcome {
    let undo = span(&entries.display().to_string())?;
    let client = session.client()?;
    let plan = client.plan(&Wanted::Undo(undo))?;
    let request = json!({
        "command": "organisation.apply",
        "arguments": { "changes": { "undo": undo } }
    });
    let receipt = send(&*client, write, request)?;
    session.show(&Applied { plan, receipt })
}

/// `FIRST..LAST`.
fn span(text: &str) -> Result<Undo, Failure> {
    let numbers = text.split_once("..").and_then(|(first, last)| {
        let undo = Undo {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        };
        (undo.first <= undo.last).then_some(undo)
    });
    numbers.ok_or_else(|| {
        Failure::input("entries-wrong", format!("`{text}` are no entries"))
            .help("write `FIRST..LAST`, as the import said")
    })
}
