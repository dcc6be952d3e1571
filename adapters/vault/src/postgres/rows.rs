//! Statements, and what they find.

use holdpoint_ports::VaultError;
use holdpoint_postgres::{Database, Row, ToSql, Unanswered};

use crate::error::failed;
use crate::people::unknown;

/// What a statement is given.
pub(crate) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// What a statement finds, where no rule of the tables can be broken.
pub(crate) fn rows(
    database: &Database,
    statement: &'static str,
    values: Values<'_>,
) -> Result<Vec<Row>, VaultError> {
    database.rows(statement, values).map_err(unexpected)
}

/// The first row that a statement finds.
pub(crate) fn row(
    database: &Database,
    statement: &'static str,
    values: Values<'_>,
) -> Result<Option<Row>, VaultError> {
    Ok(rows(database, statement, values)?.into_iter().next())
}

/// Gives something to a person, who has to be there; says whether the statement gave anything back.
pub(crate) fn give(
    database: &Database,
    person: &str,
    statement: &'static str,
    values: Values<'_>,
) -> Result<bool, VaultError> {
    match database.rows(statement, values) {
        Ok(rows) => Ok(!rows.is_empty()),
        Err(Unanswered::Missing) => Err(unknown(person)),
        Err(other) => Err(unexpected(other)),
    }
}

/// A column, which is damaged if it is none of that type.
pub(crate) fn column<'row, T>(row: &'row Row, at: usize) -> Result<T, VaultError>
where
    T: holdpoint_postgres::FromSql<'row>,
{
    row.try_get(at).map_err(failed)
}

/// A number of rows.
pub(crate) fn count(row: Option<&Row>) -> Result<u64, VaultError> {
    let count: i64 = row.map_or(Ok(0), |row| column(row, 0))?;
    Ok(count.unsigned_abs())
}

pub(crate) fn unexpected(unanswered: Unanswered) -> VaultError {
    match unanswered {
        Unanswered::Failed(error) => failed(error),
        Unanswered::Taken => failed("the vault has such a row already"),
        Unanswered::Missing => failed("the vault has no such person any more"),
    }
}
