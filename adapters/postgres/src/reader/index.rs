//! Answers from the indexes.

use holdpoint_ports::{AggregateRow, Involvement, StoreError};
use tokio_postgres::Row;

use super::{PostgresReader, column};
use crate::error::{bound, loaded};
use crate::id::Id;

/// Keys whose positions are looked up in one go.
pub(super) const LOT: usize = 4_096;

impl PostgresReader {
    pub(super) fn find_aggregate(
        &self,
        key: &str,
        below: u64,
    ) -> Result<Option<AggregateRow>, StoreError> {
        let query = "SELECT first FROM holdpoint_ledger.aggregate WHERE key = $1";
        let Some(row) = self.row(query, &[&Id::of(key)])? else {
            return Ok(None);
        };
        let first = loaded(column(&row, 0)?)?;
        Ok((first < below).then(|| AggregateRow {
            key: key.to_owned(),
            first,
        }))
    }

    pub(super) fn oldest(
        &self,
        kind: &str,
        after: Option<u64>,
        below: u64,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError> {
        let query = "SELECT first, name FROM holdpoint_ledger.aggregate
                     WHERE kind = $1 AND first > $2 AND first < $3 ORDER BY first LIMIT $4";
        let after = after.map_or(-1, bound);
        let rows = self.rows(query, &[&kind, &after, &bound(below), &row_limit(limit)])?;
        rows.iter().map(|row| named(row, kind)).collect()
    }

    pub(super) fn newest(
        &self,
        kind: &str,
        below: u64,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError> {
        let query = "SELECT first, name FROM holdpoint_ledger.aggregate
                     WHERE kind = $1 AND first < $2 ORDER BY first DESC LIMIT $3";
        let rows = self.rows(query, &[&kind, &bound(below), &row_limit(limit)])?;
        rows.iter().map(|row| named(row, kind)).collect()
    }

    pub(super) fn find_positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        let query = match involvement {
            Involvement::Subject => {
                "SELECT position FROM holdpoint_ledger.entry
                 WHERE subject = $1 AND position < $2 ORDER BY position"
            }
            Involvement::Reference => {
                "SELECT position FROM holdpoint_ledger.reference
                 WHERE key = $1 AND position < $2 ORDER BY position"
            }
        };
        let rows = self.rows(query, &[&Id::of(key), &bound(below)])?;
        rows.iter().map(|row| loaded(column(row, 0)?)).collect()
    }

    pub(super) fn find_positions_of(
        &self,
        keys: &[String],
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        let query = match involvement {
            Involvement::Subject => {
                "SELECT position FROM holdpoint_ledger.entry
                 WHERE subject = ANY ($1) AND position < $2"
            }
            Involvement::Reference => {
                "SELECT position FROM holdpoint_ledger.reference
                 WHERE key = ANY ($1) AND position < $2"
            }
        };
        let mut positions = Vec::new();
        for lot in keys.chunks(LOT) {
            let lot: Vec<_> = lot.iter().map(|key| Id::of(key)).collect();
            for row in self.rows(query, &[&lot, &bound(below)])? {
                positions.push(loaded(column(&row, 0)?)?);
            }
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(positions)
    }
}

fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn named(row: &Row, kind: &str) -> Result<AggregateRow, StoreError> {
    let name: Option<&str> = column(row, 1)?;
    let key = name.map_or_else(|| kind.to_owned(), |name| format!("{kind}/{name}"));
    Ok(AggregateRow {
        key,
        first: loaded(column(row, 0)?)?,
    })
}
