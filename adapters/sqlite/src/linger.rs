//! Aggregates that stay open for long, side by side.
//!
//! A start reads the entries of everything that is open. What has been open for long is spread over the whole file, an
//! entry here and an entry there, and a disk that has to seek reads a hundred thousand of them in a quarter
//! of a minute. So the entries of aggregates that linger are copied to a table of their own, many at a time so that
//! its pages lie side by side, and deleted when the aggregate closes. The table only saves time: what is not there is
//! read from where it always was.

use std::ops::ControlFlow;

use holdpoint_ports::{StoreError, Visit};
use rusqlite::Connection;

use crate::error::{failed, loaded, stored};
use crate::reader::{numbers, visit_positions};

/// Entries that one append copies at most, so that no append is slow; the next goes on.
const COPIES: usize = 1_024;

/// Copies one entry of an aggregate that lingers.
pub(crate) fn keep(connection: &Connection, position: u64, entry: &[u8]) -> Result<(), StoreError> {
    let insert = "INSERT OR REPLACE INTO lingering (position, entry) VALUES (?1, ?2)";
    let position = stored(position)?;
    connection
        .prepare_cached(insert)
        .and_then(|mut insert| insert.execute((position, entry)))
        .map(drop)
        .map_err(failed)
}

/// Deletes the copies of an aggregate's entries.
pub(crate) fn forget(connection: &Connection, key: i64) -> Result<(), StoreError> {
    let delete = "DELETE FROM lingering WHERE position IN
                  (SELECT position FROM subject WHERE key = ?1)";
    connection
        .prepare_cached(delete)
        .and_then(|mut delete| delete.execute([key]))
        .map(drop)
        .map_err(failed)
}

/// Copies the entries of what was opened at or after `mark` and lingers at `size`. Answers the new mark: whatever
/// was opened below it and is still open has its copies.
pub(crate) fn gather(
    connection: &Connection,
    mark: u64,
    size: u64,
    lingers_after: u64,
) -> Result<u64, StoreError> {
    let lot = lingers_after.max(1);
    let until = size.saturating_sub(lot) / lot * lot;
    if until <= mark {
        return Ok(mark);
    }
    let query = "SELECT opened, key FROM open WHERE opened >= ?1 AND opened < ?2 ORDER BY opened";
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let mut open = query
        .query((stored(mark)?, stored(until)?))
        .map_err(failed)?;
    let mut copies = 0;
    while let Some(row) = open.next().map_err(failed)? {
        let opened = loaded(row.get(0).map_err(failed)?)?;
        copies += copy(connection, row.get(1).map_err(failed)?)?;
        if copies >= COPIES {
            return Ok(opened + 1);
        }
    }
    Ok(until)
}

/// Copies all entries of an aggregate; answers how many.
fn copy(connection: &Connection, key: i64) -> Result<usize, StoreError> {
    let query = "SELECT position FROM subject WHERE key = ?1 ORDER BY position";
    let positions = numbers(connection, query, [key])?;
    let positions = positions
        .into_iter()
        .map(loaded)
        .collect::<Result<Vec<_>, _>>()?;
    let mut kept = Ok(());
    let mut visit = |position: u64, entry: &[u8]| -> Visit {
        kept = keep(connection, position, entry);
        if kept.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    visit_positions(connection, &positions, &mut visit)?;
    kept.map(|()| positions.len())
}
