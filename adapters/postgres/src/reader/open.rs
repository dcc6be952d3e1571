//! What was open at a size: as much work as there is to find, however long the history is.

use holdpoint_intervals::{nodes_above, nodes_below};
use holdpoint_ports::StoreError;

use super::index::LOT;
use super::{PostgresReader, column};
use crate::error::{bound, loaded};
use crate::id::Id;

/// More than any ledger has: which nodes there are below it depends on the position alone.
const ENDLESS: u64 = 1 << 62;

impl PostgresReader {
    /// Positions below `below` of the subjects that are open at that size or of a resident kind, ascending.
    pub(super) fn open_positions(
        &self,
        resident: &[&str],
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        let (size, keys) = self.open_keys(resident, below)?;
        let query = "SELECT position FROM holdpoint_ledger.entry
                     WHERE subject = ANY ($1) AND position < $2";
        let below = bound(below.min(size));
        let mut positions = Vec::new();
        for lot in keys.chunks(LOT) {
            for row in self.rows(query, &[&lot, &below])? {
                positions.push(loaded(column(&row, 0)?)?);
            }
        }
        // An entry has one subject, so no position comes twice.
        positions.sort_unstable();
        Ok(positions)
    }

    /// The keys, and the size of the ledger at the moment when they were read.
    fn open_keys(&self, resident: &[&str], below: u64) -> Result<(u64, Vec<Id>), StoreError> {
        let query = "
            SELECT size, NULL::uuid FROM holdpoint_ledger.head
            UNION ALL SELECT 0, key FROM holdpoint_ledger.aggregate WHERE kind = ANY ($1) AND first <= $2
            UNION ALL SELECT 0, key FROM holdpoint_ledger.open WHERE opened <= $2
            UNION ALL SELECT 0, key FROM holdpoint_ledger.closed WHERE node = ANY ($3) AND closed > $2
            UNION ALL SELECT 0, key FROM holdpoint_ledger.closed WHERE node = ANY ($4) AND opened <= $2";
        let Some(last) = below.checked_sub(1) else {
            return Ok((0, Vec::new()));
        };
        let last = last.min(ENDLESS - 1);
        let below_nodes: Vec<i64> = nodes_below(last, ENDLESS).into_iter().map(bound).collect();
        let above_nodes: Vec<i64> = nodes_above(last, ENDLESS).into_iter().map(bound).collect();
        let values = (resident, bound(last), below_nodes, above_nodes);
        let rows = self.rows(query, &[&values.0, &values.1, &values.2, &values.3])?;
        let (mut size, mut keys) = (0, Vec::new());
        for row in &rows {
            match column::<Option<Id>>(row, 1)? {
                Some(key) => keys.push(key),
                None => size = loaded(column(row, 0)?)?,
            }
        }
        keys.sort_unstable();
        keys.dedup();
        Ok((size, keys))
    }
}
