//! From older formats to the one that this program writes: a ledger that was ever written opens.

use holdpoint_ports::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::failed;

/// Brings a ledger of an older format up to `format`, all of it or nothing.
pub(crate) fn raise(connection: &mut Connection, format: u32) -> Result<(), StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    lingering(&transaction)?;
    transaction
        .pragma_update(None, "user_version", format)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Format 2 keeps copies of the entries of what has been open for long. Nothing is gathered yet; appending
/// catches up.
fn lingering(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let asked = "SELECT count(*) FROM pragma_table_info('head') WHERE name = 'gathered'";
    let there: i64 = transaction
        .query_row(asked, [], |row| row.get(0))
        .map_err(failed)?;
    if there > 0 {
        return Ok(());
    }
    let change = "
        ALTER TABLE head ADD COLUMN gathered INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE lingering (position INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;";
    transaction.execute_batch(change).map_err(failed)
}
