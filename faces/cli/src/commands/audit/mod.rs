//! `holdpoint audit`.

mod export;
mod horizons;
mod replay;
mod verify;

use super::group::commands;

commands! {
    /// Prove the ledger to others.
    AuditCommand {
        Verify(verify::Verify),
        Export(export::Export),
        Replay(replay::Replay),
        Horizons(horizons::Horizons),
    }
}
