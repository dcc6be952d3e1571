//! The reading side: a connection of its own, made when it is first needed.
//!
//! Each statement sees the ledger as it is at one moment. What takes several is about entries below a size, which never
//! change, so no transaction is held open.

mod entries;
mod index;
mod open;

use std::ops::Range;

use holdpoint_ledger::Hash;
use holdpoint_ports::{
    AggregateRow, Head, IdempotencyRecord, Involvement, LedgerReader, StoreError, UsedKey, Visit,
};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};

use crate::error::loaded;
use crate::id::Id;
use crate::link::{Connected, Link};

/// A reader of a ledger in a database.
pub(crate) struct PostgresReader {
    link: Link,
}

impl PostgresReader {
    pub(crate) fn new(link: Link) -> Self {
        Self { link }
    }

    /// What a query finds.
    fn rows(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        self.link
            .ask(async |connected: &Connected| rows(connected, query, values).await)
    }

    fn row(
        &self,
        query: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(query, values)?.into_iter().next())
    }

    fn size(&self) -> Result<u64, StoreError> {
        let found = self.row("SELECT size FROM holdpoint_ledger.head WHERE id = 0", &[])?;
        let found = found.ok_or_else(|| StoreError::Damaged("there is no head".to_owned()))?;
        loaded(column(&found, 0)?)
    }
}

async fn rows(
    connected: &Connected,
    query: &'static str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, Error> {
    let statement = connected.statement(query).await?;
    connected.client.query(&statement, values).await
}

/// A column, which is damaged if it is none of that type.
fn column<'row, T: tokio_postgres::types::FromSql<'row>>(
    row: &'row Row,
    at: usize,
) -> Result<T, StoreError> {
    let wrong = |error: Error| StoreError::Damaged(crate::error::told(&error));
    row.try_get(at).map_err(wrong)
}

fn hash(row: &Row, at: usize) -> Result<Hash, StoreError> {
    let bytes: &[u8] = column(row, at)?;
    let wrong = |_| StoreError::Damaged(format!("a hash has {} bytes", bytes.len()));
    bytes.try_into().map(Hash).map_err(wrong)
}

impl LedgerReader for PostgresReader {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        let query = "SELECT size, root, checkpoint, time_ms FROM holdpoint_ledger.head
                     WHERE id = 0 AND checkpoint IS NOT NULL";
        let Some(row) = self.row(query, &[])? else {
            return Ok(None);
        };
        Ok(Some(Head {
            size: loaded(column(&row, 0)?)?,
            root: hash(&row, 1)?,
            checkpoint: column(&row, 2)?,
            time_ms: column(&row, 3)?,
        }))
    }

    fn entries(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let end = range.end.min(self.size()?);
        self.visit_range(range.start..end, visit)
    }

    fn entries_at(
        &self,
        positions: &[u64],
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        self.visit_positions(positions, visit)
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        // What cannot be stored is not there.
        let Ok(index) = i64::try_from(index) else {
            return Ok(None);
        };
        let query = "SELECT hashes FROM holdpoint_ledger.tile WHERE level = $1 AND index = $2";
        let found = self.row(query, &[&i16::from(level), &index])?;
        found.map(|row| column(&row, 0)).transpose()
    }

    fn aggregate(&self, key: &str, below: u64) -> Result<Option<AggregateRow>, StoreError> {
        self.find_aggregate(key, below)
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
            self.newest(kind, after.unwrap_or(below).min(below), limit)
        } else {
            self.oldest(kind, after, below, limit)
        }
    }

    fn positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        self.find_positions(key, involvement, below)
    }

    fn positions_of(
        &self,
        keys: &[String],
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        self.find_positions_of(keys, involvement, below)
    }

    fn open_entries(
        &self,
        resident: &[&str],
        below: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let positions = self.open_positions(resident, below)?;
        self.visit_positions(&positions, visit)
    }

    fn idempotency(&self, actor: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        let query = "SELECT id, body, first, count, time_ms FROM holdpoint_ledger.idempotency
                     WHERE id = $1";
        let found = self.row(query, &[&Id::used(UsedKey::id(actor, key))])?;
        let used = found.as_ref().map(used).transpose()?;
        Ok(used.map(|used| used.record(actor, key)))
    }

    fn used_keys(&self, after: Option<[u8; 16]>, limit: usize) -> Result<Vec<UsedKey>, StoreError> {
        let query = "SELECT id, body, first, count, time_ms FROM holdpoint_ledger.idempotency
                     WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.rows(query, &[&after.map(Id::used), &limit])?;
        rows.iter().map(used).collect()
    }
}

fn used(row: &Row) -> Result<UsedKey, StoreError> {
    let count: i32 = column(row, 3)?;
    let wrong = |_| StoreError::Damaged(format!("{count} is no number of entries"));
    Ok(UsedKey {
        id: column::<Id>(row, 0)?.bytes(),
        body: hash(row, 1)?,
        first: loaded(column(row, 2)?)?,
        count: u32::try_from(count).map_err(wrong)?,
        time_ms: column(row, 4)?,
    })
}
