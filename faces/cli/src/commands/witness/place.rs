//! Which witness is meant.

use std::error::Error;

use holdpoint_witness::{Place, PlaceError};

use crate::error::Failure;
use crate::session::Session;

/// The directory that was named. There is no usual one: a witness lives apart from what it watches.
pub(super) fn place(session: &Session) -> Result<Place, Failure> {
    let named = session.global.data.as_ref();
    let directory = named.ok_or_else(|| {
        Failure::input(
            "usage",
            "it is not said where the witness keeps its key and its register",
        )
        .help("name a directory with `--data DIR`, on another machine than the ledger's")
    })?;
    Ok(Place::new(directory, session.global.key_file.as_deref()))
}

pub(super) fn failure(error: &PlaceError) -> Failure {
    let said = match error {
        PlaceError::Nothing(_) => Failure::input("witness-missing", error)
            .help("begin one with `holdpoint witness init --data DIR --name NAME`"),
        PlaceError::Taken(_) => Failure::input("witness-exists", error)
            .help("a witness keeps its key and its register for good; name another directory"),
        PlaceError::Cosigner(_) => Failure::input("key", error),
        _ => Failure::failed("witness", error),
    };
    match error.source() {
        Some(source) => said.because(source),
        None => said,
    }
}
