//! Asking witnesses, and keeping what they have cosigned.

use std::io;

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessAnswer {
    /// The HTTP status: 200, or one that says why not.
    pub status: u16,
    /// Signature lines, the size that it has cosigned, or words.
    pub body: Vec<u8>,
}

/// Reaches witnesses, as C2SP tlog-witness 1.0.0 says.
pub trait WitnessClient: Send + Sync {
    /// Submits a checkpoint to the witness with that submission prefix.
    ///
    /// # Errors
    /// Why it could not be reached, or did not answer in time.
    fn add_checkpoint(&self, prefix: &str, submission: &[u8]) -> Result<WitnessAnswer, String>;
}

/// Keeps the newest checkpoint that enough witnesses have cosigned. It is a witness itself against a ledger that was
/// put back to an older state, so it is best kept apart from the ledger's store.
pub trait WitnessedStore: Send + Sync {
    /// Keeps it instead of the one before; returns when it is durable.
    ///
    /// # Errors
    /// When the medium fails.
    fn keep(&self, note: &[u8]) -> io::Result<()>;

    /// The one that is kept, if any is.
    ///
    /// # Errors
    /// When the medium fails.
    fn newest(&self) -> io::Result<Option<Vec<u8>>>;
}
