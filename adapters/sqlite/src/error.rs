//! From SQLite's errors to the port's, and between SQLite's integers and positions.

use holdpoint_ports::StoreError;
use rusqlite::ErrorCode;

/// The port's error for one of SQLite.
pub(crate) fn failed(error: rusqlite::Error) -> StoreError {
    if is_damage(&error) {
        StoreError::Damaged(error.to_string())
    } else {
        StoreError::Failed(error.into())
    }
}

/// Whether SQLite found its file damaged, or a column holds what we never put there.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    ) || matches!(
        error,
        FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..)
    )
}

/// A number that is to be stored; SQLite's integers are signed.
pub(crate) fn stored(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|error| StoreError::Failed(error.into()))
}

/// A bound to compare stored numbers with: there is nothing above the largest.
pub(crate) fn bound(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A number that was stored.
pub(crate) fn loaded(value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Damaged(format!("{value} is no position")))
}
