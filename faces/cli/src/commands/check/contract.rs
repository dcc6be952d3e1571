//! Contracts, with all files that they refer to.

use std::sync::Arc;

use holdpoint_contracts::{Files, Missing};
use holdpoint_findings::Source;

use super::api::Given;
use super::options::unreadable;
use crate::error::Failure;

/// A contract with all files that it refers to, which are looked for beside it.
pub(super) fn read(given: Given) -> Result<Files, Failure> {
    let first = given.source()?;
    Files::read(&first, &mut beside).map_err(|error| unreadable(&error))
}

fn beside(name: &str) -> Result<Arc<Source>, Missing> {
    let read = std::fs::File::open(name).and_then(|file| Source::from_reader(name, file));
    match read {
        Ok(Ok(source)) => Ok(Arc::new(source)),
        Ok(Err(error)) => Err(Missing::Unreadable(error)),
        Err(error) => Err(Missing::Absent(error.to_string())),
    }
}
