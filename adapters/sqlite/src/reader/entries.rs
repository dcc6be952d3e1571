//! Streaming entries.

use std::ops::{ControlFlow, Range};

use holdpoint_ports::{StoreError, Visit};
use rusqlite::Connection;

use super::view::View;
use crate::chunk::Entries;
use crate::error::{bound, failed, loaded};

/// Rows of entries that are read in one go: entries never change, so they need no common view, and a
/// long one would keep the write-ahead log from starting again.
const ROWS: u32 = 64;

type Visitor<'visitor> = dyn FnMut(u64, &[u8]) -> Visit + 'visitor;

/// Visits every entry of a range that lies below the head.
pub(super) fn visit_range(
    connection: &Connection,
    range: Range<u64>,
    visit: &mut Visitor<'_>,
) -> Result<(), StoreError> {
    let mut position = range.start;
    while position < range.end {
        match visit_rows(connection, position..range.end, visit)? {
            ControlFlow::Continue(next) if next > position => position = next,
            ControlFlow::Continue(_) => return Err(missing(position)),
            ControlFlow::Break(()) => break,
        }
    }
    Ok(())
}

/// Visits some rows' worth of entries; answers the position after the last.
fn visit_rows(
    connection: &Connection,
    range: Range<u64>,
    visit: &mut Visitor<'_>,
) -> Result<ControlFlow<(), u64>, StoreError> {
    let query = "SELECT first, entries FROM entry
                 WHERE first >= (SELECT max(first) FROM entry WHERE first <= ?1) AND first < ?2
                 ORDER BY first LIMIT ?3";
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let bounds = (bound(range.start), bound(range.end), ROWS);
    let mut rows = query.query(bounds).map_err(failed)?;
    let mut position = range.start;
    while let Some(row) = rows.next().map_err(failed)? {
        let first = loaded(row.get(0).map_err(failed)?)?;
        if first > position {
            return Err(missing(position));
        }
        let entries = row
            .get_ref(1)
            .and_then(|value| Ok(value.as_blob()?))
            .map_err(failed)?;
        for (at, entry) in (first..range.end).zip(Entries(entries)) {
            let entry = entry?;
            if at < position {
                continue;
            }
            if visit(at, entry).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            position = at + 1;
        }
    }
    Ok(ControlFlow::Continue(position))
}

/// Visits the entries at positions that ascend.
pub(crate) fn visit_positions(
    connection: &Connection,
    positions: &[u64],
    visit: &mut Visitor<'_>,
) -> Result<(), StoreError> {
    let mut rest = positions;
    while !rest.is_empty() {
        // One view for many look-ups saves most of their locking.
        let _view = View::new(connection)?;
        for _ in 0..ROWS {
            match visit_row(connection, rest, visit)? {
                ControlFlow::Continue(after) => rest = after,
                ControlFlow::Break(()) => return Ok(()),
            }
        }
    }
    Ok(())
}

/// Visits the first of some positions, and those that lie in the same row; answers the others.
fn visit_row<'positions>(
    connection: &Connection,
    positions: &'positions [u64],
    visit: &mut Visitor<'_>,
) -> Result<ControlFlow<(), &'positions [u64]>, StoreError> {
    let Some((wanted, others)) = positions.split_first() else {
        return Ok(ControlFlow::Continue(positions));
    };
    if let Some(visited) = visit_lingering(connection, *wanted, visit)? {
        return Ok(visited.map_continue(|()| others));
    }
    let query = "SELECT first, entries FROM entry WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let mut rows = query.query([bound(*wanted)]).map_err(failed)?;
    let row = rows
        .next()
        .map_err(failed)?
        .ok_or_else(|| missing(*wanted))?;
    let first = loaded(row.get(0).map_err(failed)?)?;
    let entries = row
        .get_ref(1)
        .and_then(|value| Ok(value.as_blob()?))
        .map_err(failed)?;
    let mut rest = positions;
    for (at, entry) in (first..).zip(Entries(entries)) {
        let entry = entry?;
        match rest.split_first() {
            Some((position, after)) if *position == at => {
                if visit(at, entry).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                rest = after;
            }
            Some(_) => (),
            None => break,
        }
    }
    if rest.len() == positions.len() {
        return Err(missing(*wanted));
    }
    Ok(ControlFlow::Continue(rest))
}

/// Visits the copy of an entry, if there is one.
fn visit_lingering(
    connection: &Connection,
    position: u64,
    visit: &mut Visitor<'_>,
) -> Result<Option<Visit>, StoreError> {
    let query = "SELECT entry FROM lingering WHERE position = ?1";
    let mut query = connection.prepare_cached(query).map_err(failed)?;
    let mut rows = query.query([bound(position)]).map_err(failed)?;
    let Some(row) = rows.next().map_err(failed)? else {
        return Ok(None);
    };
    let entry = row
        .get_ref(0)
        .and_then(|value| Ok(value.as_blob()?))
        .map_err(failed)?;
    Ok(Some(visit(position, entry)))
}

fn missing(position: u64) -> StoreError {
    StoreError::Damaged(format!("entry {position} is missing"))
}
