//! The reading side: a connection of its own, which sees what was committed and waits for nobody.

mod entries;
mod index;
mod open;
mod view;

pub(crate) use entries::visit_positions;
pub(crate) use index::numbers;

use std::ops::Range;

use holdpoint_ledger::Hash;
use holdpoint_ports::{
    AggregateRow, Head, IdempotencyRecord, Involvement, LedgerReader, StoreError, UsedKey, Visit,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::append::tile_place;
use crate::error::{failed, loaded};

/// A reader of a ledger in an SQLite file.
pub(crate) struct SqliteReader {
    connection: Connection,
}

impl SqliteReader {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    fn size(&self) -> Result<u64, StoreError> {
        let size = self
            .connection
            .prepare_cached("SELECT size FROM head")
            .and_then(|mut query| query.query_row([], |row| row.get(0)).optional())
            .map_err(failed)?;
        loaded(size.unwrap_or(0))
    }
}

impl LedgerReader for SqliteReader {
    fn hold(&self) -> Result<(), StoreError> {
        view::hold(&self.connection)
    }

    fn release(&self) {
        view::release(&self.connection);
    }

    fn head(&self) -> Result<Option<Head>, StoreError> {
        let found = self
            .connection
            .prepare_cached("SELECT size, root, checkpoint, time_ms FROM head")
            .and_then(|mut query| query.query_row([], head).optional())
            .map_err(failed)?;
        let Some((size, head)) = found else {
            return Ok(None);
        };
        Ok(Some(Head {
            size: loaded(size)?,
            ..head
        }))
    }

    fn entries(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let end = range.end.min(self.size()?);
        entries::visit_range(&self.connection, range.start..end, visit)
    }

    fn entries_at(
        &self,
        positions: &[u64],
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        entries::visit_positions(&self.connection, positions, visit)
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        // What cannot be stored is not there.
        let Ok(place) = tile_place(level, index) else {
            return Ok(None);
        };
        self.connection
            .prepare_cached("SELECT hashes FROM tile WHERE place = ?1")
            .and_then(|mut query| query.query_row([place], |row| row.get(0)).optional())
            .map_err(failed)
    }

    fn aggregate(&self, key: &str, below: u64) -> Result<Option<AggregateRow>, StoreError> {
        index::aggregate(&self.connection, key, below)
    }

    fn aggregates(
        &self,
        kind: &str,
        after: Option<u64>,
        below: u64,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError> {
        if descending {
            index::newest(
                &self.connection,
                kind,
                after.unwrap_or(below).min(below),
                limit,
            )
        } else {
            index::oldest(&self.connection, kind, after, below, limit)
        }
    }

    fn positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        index::positions(&self.connection, key, involvement, below)
    }

    fn positions_of(
        &self,
        keys: &[String],
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        index::positions_of(&self.connection, keys, involvement, below)
    }

    fn open_entries(
        &self,
        resident: &[&str],
        below: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let positions = open::positions(&self.connection, resident, below)?;
        entries::visit_positions(&self.connection, &positions, visit)
    }

    fn idempotency(&self, actor: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        let query = "SELECT id, body, first, count, time_ms FROM idempotency WHERE id = ?1";
        let found = self
            .connection
            .prepare_cached(query)
            .and_then(|mut query| query.query_row([UsedKey::id(actor, key)], used).optional())
            .map_err(failed)?;
        let used = found.map(checked).transpose()?;
        Ok(used.map(|used| used.record(actor, key)))
    }

    fn used_keys(&self, after: Option<[u8; 16]>, limit: usize) -> Result<Vec<UsedKey>, StoreError> {
        let query = "SELECT id, body, first, count, time_ms FROM idempotency WHERE id > ?1
                     ORDER BY id LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // Nothing is smaller than no bytes at all.
        let after = after.as_ref().map_or(&[][..], |id| id);
        let mut query = self.connection.prepare_cached(query).map_err(failed)?;
        let found = query.query_map((after, limit), used).map_err(failed)?;
        found.map(|row| checked(row.map_err(failed)?)).collect()
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<(i64, Head)> {
    let root = Hash(row.get(1)?);
    let head = Head {
        size: 0,
        root,
        checkpoint: row.get(2)?,
        time_ms: row.get(3)?,
    };
    Ok((row.get(0)?, head))
}

fn used(row: &Row<'_>) -> rusqlite::Result<(i64, UsedKey)> {
    let key = UsedKey {
        id: row.get(0)?,
        body: Hash(row.get(1)?),
        first: 0,
        count: row.get(3)?,
        time_ms: row.get(4)?,
    };
    Ok((row.get(2)?, key))
}

fn checked((first, key): (i64, UsedKey)) -> Result<UsedKey, StoreError> {
    let first = loaded(first)?;
    Ok(UsedKey { first, ..key })
}
