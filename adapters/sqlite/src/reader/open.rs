//! What was open at a size: as much work as there is to find, however long the history is.

use holdpoint_ports::StoreError;
use rusqlite::Connection;

use super::index::numbers;
use super::view::View;
use crate::error::{bound, loaded, stored};

/// Positions below `below` of the subjects that are open at that size or of a resident kind, ascending.
pub(super) fn positions(
    connection: &Connection,
    resident: &[&str],
    below: u64,
) -> Result<Vec<u64>, StoreError> {
    let _view = View::new(connection)?;
    let mut positions = Vec::new();
    for key in keys(connection, resident, below)? {
        let query = "SELECT position FROM subject WHERE key = ?1 AND position < ?2";
        for position in numbers(connection, query, (key, bound(below)))? {
            positions.push(loaded(position)?);
        }
    }
    // An entry has one subject, so no position comes twice.
    positions.sort_unstable();
    Ok(positions)
}

fn keys(connection: &Connection, resident: &[&str], below: u64) -> Result<Vec<i64>, StoreError> {
    let mut keys = Vec::new();
    for kind in resident {
        let query = "SELECT key FROM aggregate WHERE kind = ?1 AND first < ?2";
        keys.extend(numbers(connection, query, (kind, bound(below)))?);
    }
    let size = numbers(connection, "SELECT size FROM head", [])?
        .first()
        .copied()
        .unwrap_or(0);
    if let Some(last) = below.min(loaded(size)?).checked_sub(1) {
        open_at(connection, last, loaded(size)?, &mut keys)?;
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// The keys that are open once the entry at `last` is taken in, among entries below `size`.
fn open_at(
    connection: &Connection,
    last: u64,
    size: u64,
    keys: &mut Vec<i64>,
) -> Result<(), StoreError> {
    let still = "SELECT key FROM open WHERE opened <= ?1";
    keys.extend(numbers(connection, still, [bound(last)])?);
    for node in holdpoint_intervals::nodes_below(last, size) {
        let query = "SELECT key FROM closed_until WHERE node = ?1 AND closed > ?2";
        keys.extend(numbers(connection, query, (stored(node)?, bound(last)))?);
    }
    for node in holdpoint_intervals::nodes_above(last, size) {
        let query = "SELECT key FROM closed_from WHERE node = ?1 AND opened <= ?2";
        keys.extend(numbers(connection, query, (stored(node)?, bound(last)))?);
    }
    Ok(())
}
