//! Schemas in GraphQL.

use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_graphql::{EMPTY, Schema};

use super::super::options::unreadable;
use super::super::place::Place;
use super::given::Given;
use crate::error::Failure;

/// Reads a schema of one file, or of all files of a folder.
pub(super) fn read(given: Given) -> Result<Schema, Failure> {
    let sources = match given.bytes {
        Some(_) => vec![given.source()?],
        None => folder(&given.place)?,
    };
    Schema::read(&sources).map_err(|error| unreadable(&error))
}

/// Whether a file is a schema, by its name.
pub(super) fn is_graphql(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("graphql" | "graphqls" | "gql"))
}

/// Whether there is a schema in a folder.
pub(super) fn holds_graphql(folder: &Place) -> bool {
    folder
        .walk(&[], is_graphql)
        .is_ok_and(|found| !found.is_empty())
}

fn folder(folder: &Place) -> Result<Vec<Arc<Source>>, Failure> {
    let found = folder.walk(&[], is_graphql)?;
    if found.is_empty() {
        return Err(Failure::input(EMPTY.id, EMPTY.message).help(EMPTY.help));
    }
    found.iter().map(Place::source).collect()
}
