//! `holdpoint ledger`: where the ledger is kept.

mod copy;
mod end;

use super::group::commands;

commands! {
    /// Move the ledger to a database, or back.
    LedgerCommand {
        Copy(copy::Copy),
    }
}
