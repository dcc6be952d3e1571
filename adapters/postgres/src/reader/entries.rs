//! Streaming entries, some at a time.

use std::ops::{ControlFlow, Range};

use holdpoint_ports::{StoreError, Visit};
use tokio_postgres::Row;

use super::{PostgresReader, column};
use crate::error::{bound, loaded};

/// Entries that are read in one go.
const LOT: usize = 512;

type Visitor<'visitor> = dyn FnMut(u64, &[u8]) -> Visit + 'visitor;

impl PostgresReader {
    /// Visits every entry of a range that lies below the head.
    pub(super) fn visit_range(
        &self,
        range: Range<u64>,
        visit: &mut Visitor<'_>,
    ) -> Result<(), StoreError> {
        let query = "SELECT position, bytes FROM holdpoint_ledger.entry
                     WHERE position >= $1 AND position < $2 ORDER BY position LIMIT 512";
        let mut from = range.start;
        while from < range.end {
            let rows = self.rows(query, &[&bound(from), &bound(range.end)])?;
            let until = range.end.min(from.saturating_add(LOT as u64));
            if visit_rows(&rows, from..until, visit)?.is_break() {
                break;
            }
            from = until;
        }
        Ok(())
    }

    /// Visits the entries at positions that ascend.
    pub(super) fn visit_positions(
        &self,
        positions: &[u64],
        visit: &mut Visitor<'_>,
    ) -> Result<(), StoreError> {
        let query = "SELECT position, bytes FROM holdpoint_ledger.entry
                     WHERE position = ANY ($1) ORDER BY position";
        for lot in positions.chunks(LOT) {
            let wanted: Vec<i64> = lot.iter().copied().map(bound).collect();
            let rows = self.rows(query, &[&wanted])?;
            if visit_rows(&rows, lot.iter().copied(), visit)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Visits rows that have to be those wanted, in this order.
fn visit_rows(
    rows: &[Row],
    wanted: impl Iterator<Item = u64>,
    visit: &mut Visitor<'_>,
) -> Result<Visit, StoreError> {
    let mut rows = rows.iter();
    for position in wanted {
        let found = rows.next().map(|row| Ok((loaded(column(row, 0)?)?, row)));
        match found.transpose()? {
            Some((at, row)) if at == position => {
                if visit(position, column(row, 1)?).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            _ => return Err(StoreError::Damaged(format!("entry {position} is missing"))),
        }
    }
    Ok(ControlFlow::Continue(()))
}
