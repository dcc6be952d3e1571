//! From the driver's errors to the port's, and between PostgreSQL's integers and positions.

use std::error::Error as _;

use holdpoint_ports::StoreError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, Severity, SqlState};

/// What the database or the way to it said, in one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Said(String);

/// The port's error for one of the driver.
pub(crate) fn failed(error: &Error) -> StoreError {
    if error.code() == Some(&SqlState::DATA_CORRUPTED)
        || error.code() == Some(&SqlState::INDEX_CORRUPTED)
    {
        return StoreError::Damaged(told(error));
    }
    said(told(error))
}

/// The same, said in our words.
pub(crate) fn said(text: impl Into<String>) -> StoreError {
    StoreError::Failed(Box::new(Said(text.into())))
}

/// An error in one line, with what lies behind it.
pub(crate) fn told(error: &Error) -> String {
    if let Some(database) = error.as_db_error() {
        return format!("{} ({})", database.message(), database.code().code());
    }
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

/// Whether the connection is of no use any more.
pub(crate) fn is_broken(error: &Error) -> bool {
    let io = || {
        error
            .source()
            .is_some_and(|source| source.is::<std::io::Error>())
    };
    error.is_closed() || io() || error.as_db_error().is_some_and(|said| !is_mere_error(said))
}

/// Whether the statement surely had no effect. Otherwise it may have been done: the answer is missing, no more.
pub(crate) fn is_certain(error: &Error) -> bool {
    error.as_db_error().is_some_and(is_mere_error)
}

/// Whether it ended a statement and not the connection.
fn is_mere_error(said: &DbError) -> bool {
    said.parsed_severity() == Some(Severity::Error)
}

/// Whether the database undid the statement and says that it may simply be tried again.
pub(crate) fn is_undone(error: &Error) -> bool {
    let code = error.code();
    code == Some(&SqlState::T_R_SERIALIZATION_FAILURE)
        || code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
}

/// A number that is to be stored; PostgreSQL's integers are signed.
pub(crate) fn stored(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| said(format!("{value} is too large a position")))
}

/// A bound to compare stored numbers with: there is nothing above the largest.
pub(crate) fn bound(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A number that was stored.
pub(crate) fn loaded(value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Damaged(format!("{value} is no position")))
}
