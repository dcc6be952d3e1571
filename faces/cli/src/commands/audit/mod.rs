//! `holdpoint audit`.

mod export;
mod horizons;
mod replay;
mod signatures;
mod verify;

use super::group::commands;

commands! {
    /// Prove the ledger to others.
    AuditCommand {
        Verify(verify::Verify),
        Export(export::Export),
        Replay(replay::Replay),
        Signatures(signatures::ListSigned),
        Horizons(horizons::Horizons),
    }
}
