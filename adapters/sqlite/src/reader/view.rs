//! Several reads of one state of the ledger.

use holdpoint_ports::StoreError;
use rusqlite::Connection;

use crate::error::failed;

/// As long as it lives, its connection sees the ledger as it is at the first read. A savepoint rather than a
/// transaction, so that a visitor may read with the same reader.
pub(super) struct View<'reader>(&'reader Connection);

/// Begins a transaction that reads; nothing if one has begun.
pub(super) fn hold(connection: &Connection) -> Result<(), StoreError> {
    if !connection.is_autocommit() {
        return Ok(());
    }
    let begun = connection
        .prepare_cached("BEGIN")
        .and_then(|mut s| s.execute([]));
    begun.map(drop).map_err(failed)
}

/// Ends it.
pub(super) fn release(connection: &Connection) {
    if !connection.is_autocommit() {
        // Nothing was written, so nothing can be lost; the next read would say what is wrong.
        let _ = connection
            .prepare_cached("COMMIT")
            .and_then(|mut s| s.execute([]));
    }
}

impl<'reader> View<'reader> {
    pub(super) fn new(connection: &'reader Connection) -> Result<Self, StoreError> {
        let begun = connection
            .prepare_cached("SAVEPOINT view")
            .and_then(|mut s| s.execute([]));
        begun.map_err(failed)?;
        Ok(Self(connection))
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        // Nothing was written, so nothing can be lost; the next read would say what is wrong.
        let _ = self
            .0
            .prepare_cached("RELEASE view")
            .and_then(|mut s| s.execute([]));
    }
}
