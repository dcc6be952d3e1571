//! Questions to a whole tiled log, ours or anybody's: does its checkpoint hold, what proves an entry, is every
//! byte of it sound. This is what `log verify`, `log prove` and `log fsck` print.

mod climb;
mod damage;
mod fsck;
mod ground;
mod identity;
mod prove;
mod read;
mod resolve;
mod verify;

pub use damage::{Damage, What};
pub use fsck::{FsckOptions, FsckReport, fsck};
pub use identity::LogIdentity;
pub use prove::{LogError, Proven, prove, prove_consistency};
pub use read::SourceTiles;
pub use verify::{SignatureReport, VerifyError, VerifyReport, VerifyRequest, verify};
