//! Having checkpoints cosigned by the witnesses that the organisation believes.
//!
//! A round asks every witness about the newest checkpoint at the same time, each with a proof that it extends what that
//! witness has cosigned. When enough have, that is the new witnessed horizon. Nothing of it is in the ledger:
//! cosignatures prove themselves.

mod ask;
mod round;
mod standing;

pub use round::Gathered;
pub use standing::Standing;
pub(crate) use standing::Standings;
