//! Schemas in GraphQL.

use std::path::Path;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_graphql::{EMPTY, Schema};

use super::super::options::{source, unreadable};
use super::given::Given;
use super::walk::walk;
use crate::error::Failure;

/// Reads a schema of one file, or of all files of a folder.
pub(super) fn read(given: Given) -> Result<Schema, Failure> {
    let sources = match given.bytes {
        Some(_) => vec![given.source()?],
        None => folder(&given.path)?,
    };
    Schema::read(&sources).map_err(|error| unreadable(&error))
}

/// Whether a file is a schema, by its name.
pub(super) fn is_graphql(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("graphql" | "graphqls" | "gql"))
}

/// Whether there is a schema in a folder.
pub(super) fn holds_graphql(folder: &Path) -> bool {
    let mut found = Vec::new();
    walk(folder, &[], is_graphql, &mut found).is_ok() && !found.is_empty()
}

fn folder(folder: &Path) -> Result<Vec<Arc<Source>>, Failure> {
    let mut found = Vec::new();
    walk(folder, &[], is_graphql, &mut found)?;
    if found.is_empty() {
        return Err(Failure::input(EMPTY.id, EMPTY.message).help(EMPTY.help));
    }
    found.iter().map(|path| source(path)).collect()
}
