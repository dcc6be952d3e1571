//! `holdpoint log`: any C2SP tiled log, not only ours.

mod fsck;
mod identity;
mod place;
mod prove;
mod verify;

use super::group::commands;

commands! {
    /// Check, prove and verify any C2SP tiled log.
    LogCommand {
        Fsck(fsck::Fsck),
        Prove(prove::Prove),
        Verify(verify::Verify),
    }
}
