//! Schemas in Avro.

use std::path::Path;
use std::sync::Arc;

use holdpoint_avro::{EMPTY, Schema, compare};
use holdpoint_findings::Source;

use super::super::options::unreadable;
use super::super::place::Place;
use super::given::Given;
use super::versions::{Found, Versions};
use crate::error::Failure;

/// Compares a version with those before it.
pub(super) fn compared(
    versions: &Versions,
    base: Given,
    revision: Given,
    say: &dyn Fn(&str),
) -> Result<Found, Failure> {
    let mut found = Found::default();
    let read = |given: Given| {
        say(&format!("reading `{}`", given.name()));
        read(given)
    };
    let revision = read(revision)?;
    for older in std::iter::once(base).chain(versions.older()?) {
        let older = read(older)?;
        say("comparing");
        for direction in versions.directions() {
            let compared = compare(&older, &revision, *direction);
            found.add(compared.findings, compared.incomplete);
        }
        found.keep(older.sources().cloned().collect());
    }
    found.revision = revision.sources().cloned().collect();
    Ok(found)
}

/// Reads a schema of one file, or of all files of a folder.
pub(super) fn read(given: Given) -> Result<Schema, Failure> {
    let sources = match given.bytes {
        Some(_) => vec![given.source()?],
        None => folder(&given.place)?,
    };
    Schema::read(&sources).map_err(|error| unreadable(&error))
}

/// Whether a file is a schema, by its name.
pub(super) fn is_avro(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("avsc" | "avpr"))
}

/// Whether there is a schema in a folder.
pub(super) fn holds_avro(folder: &Place) -> bool {
    let found = folder.walk(&[], is_avro);
    found.is_ok_and(|found| !found.is_empty())
}

fn folder(folder: &Place) -> Result<Vec<Arc<Source>>, Failure> {
    let found = folder.walk(&[], is_avro)?;
    if found.is_empty() {
        return Err(Failure::input(EMPTY.id, EMPTY.message).help(EMPTY.help));
    }
    found.iter().map(Place::source).collect()
}
