//! Answers from the indexes.

use holdpoint_ports::{AggregateRow, Involvement, StoreError};
use rusqlite::{CachedStatement, Connection, Params, Row};

use super::view::View;
use crate::error::{bound, failed, loaded};
use crate::keys::id_of;

pub(super) fn aggregate(
    connection: &Connection,
    key: &str,
    below: u64,
) -> Result<Option<AggregateRow>, StoreError> {
    let query =
        "SELECT min(position) FROM subject WHERE key = (SELECT id FROM key WHERE name = ?1)";
    let first: Option<i64> = connection
        .prepare_cached(query)
        .and_then(|mut query| query.query_row([key], |row| row.get(0)))
        .map_err(failed)?;
    let first = first
        .map(loaded)
        .transpose()?
        .filter(|first| *first < below);
    Ok(first.map(|first| AggregateRow {
        key: key.to_owned(),
        first,
    }))
}

pub(super) fn oldest(
    connection: &Connection,
    kind: &str,
    after: Option<u64>,
    below: u64,
    limit: usize,
) -> Result<Vec<AggregateRow>, StoreError> {
    let query = "SELECT first, name FROM aggregate WHERE kind = ?1 AND first > ?2 AND first < ?3
                 ORDER BY first LIMIT ?4";
    let after = after.map_or(-1, bound);
    let query = connection.prepare_cached(query).map_err(failed)?;
    rows(query, (kind, after, bound(below), row_limit(limit)), kind)
}

pub(super) fn newest(
    connection: &Connection,
    kind: &str,
    below: u64,
    limit: usize,
) -> Result<Vec<AggregateRow>, StoreError> {
    let query = "SELECT first, name FROM aggregate WHERE kind = ?1 AND first < ?2
                 ORDER BY first DESC LIMIT ?3";
    let query = connection.prepare_cached(query).map_err(failed)?;
    rows(query, (kind, bound(below), row_limit(limit)), kind)
}

fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn rows(
    mut query: CachedStatement<'_>,
    values: impl Params,
    kind: &str,
) -> Result<Vec<AggregateRow>, StoreError> {
    let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found = query.query_map(values, pair).map_err(failed)?;
    found
        .map(|row| {
            let (first, name): (i64, Option<String>) = row.map_err(failed)?;
            let key = name.map_or_else(|| kind.to_owned(), |name| format!("{kind}/{name}"));
            Ok(AggregateRow {
                key,
                first: loaded(first)?,
            })
        })
        .collect()
}

pub(super) fn positions(
    connection: &Connection,
    key: &str,
    involvement: Involvement,
    below: u64,
) -> Result<Vec<u64>, StoreError> {
    let _view = View::new(connection)?;
    let Some(id) = id_of(connection, key)? else {
        return Ok(Vec::new());
    };
    let query = match involvement {
        Involvement::Subject => {
            "SELECT position FROM subject WHERE key = ?1 AND position < ?2 ORDER BY position"
        }
        Involvement::Reference => {
            "SELECT position FROM reference WHERE key = ?1 AND position < ?2 ORDER BY position"
        }
    };
    numbers(connection, query, (id, bound(below)))?
        .into_iter()
        .map(loaded)
        .collect()
}

/// Of several keys: one view for all the look-ups saves most of their locking.
pub(super) fn positions_of(
    connection: &Connection,
    keys: &[String],
    involvement: Involvement,
    below: u64,
) -> Result<Vec<u64>, StoreError> {
    let _view = View::new(connection)?;
    let mut all = Vec::new();
    for key in keys {
        all.extend(positions(connection, key, involvement, below)?);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The first column of what a query finds.
pub(crate) fn numbers(
    connection: &Connection,
    query: &str,
    values: impl Params,
) -> Result<Vec<i64>, StoreError> {
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let found = query.query_map(values, |row| row.get(0)).map_err(failed)?;
    found.map(|row| row.map_err(failed)).collect()
}
