//! What goes wrong in the engine itself; what a command may not do is a refusal, not an error.

use std::sync::Arc;

use holdpoint_ports::{BlobError, StoreError, VaultError};

/// Why the engine could not do what it was asked. Clones share their source.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The ledger's store failed. After a failed append nothing of the batch was acknowledged.
    #[error("the ledger cannot be read or written")]
    Store(#[source] Arc<StoreError>),
    /// The vault failed.
    #[error("the vault cannot be read")]
    Vault(#[source] Arc<VaultError>),
    /// The blob store failed.
    #[error("the blob store cannot be read")]
    Blob(#[source] Arc<BlobError>),
    /// The machine's clock is too far behind the newest entry to append.
    #[error(
        "the clock is {behind_ms} ms behind the newest entry, more than {} ms: set the clock right",
        crate::CLOCK_TOLERANCE_MS
    )]
    ClockBehind {
        /// How far, in milliseconds.
        behind_ms: i64,
    },
    /// An entry that cannot be read as one.
    #[error("entry {position} cannot be read: {reason}")]
    Entry {
        /// Its position.
        position: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The ledger was written by a newer program, whose entries mean nothing here.
    #[error(
        "the ledger has format {format}, and this program knows formats up to {known}: use a newer version of it"
    )]
    Format {
        /// The format of the ledger.
        format: u32,
        /// The newest one that is known here.
        known: u32,
    },
    /// An entry that cannot be written.
    #[error("a `{event_type}` cannot be written as an entry: {reason}")]
    Unwritable {
        /// Type of the event.
        event_type: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The head does not belong to the entries, or not to this key.
    #[error("the head of the ledger at size {size} is not to be trusted: {reason}")]
    Head {
        /// Size that the head names.
        size: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The checkpoint could not be signed.
    #[error("the checkpoint cannot be signed: {0}")]
    Sign(String),
    /// A position at or beyond the end of the ledger.
    #[error("there is no entry {position}: the ledger has {size} entries")]
    Beyond {
        /// The position asked for.
        position: u64,
        /// Number of entries.
        size: u64,
    },
    /// The wait for a position took too long.
    #[error("entry {position} did not appear within the time given")]
    NotYet {
        /// The position waited for.
        position: u64,
    },
    /// A question that needs the same aggregate again and again.
    #[error("the question cannot be answered: `{key}` was loaded and is asked for again")]
    Unanswerable {
        /// The aggregate.
        key: String,
    },
    /// A custom rule that this machine could not evaluate in time: nothing was decided, nothing is kept.
    #[error("a custom rule gave no verdict: {reason}")]
    NoVerdict {
        /// Why.
        reason: String,
    },
    /// Nobody decides at the moment, or whoever does was not reached. It may have been done all the same; under the same key
    /// it may be asked again.
    #[error("no server decides at the moment: {reason}")]
    NobodyDecides {
        /// What is known of it.
        reason: String,
    },
    /// What went wrong on the server that the request was passed on to.
    #[error("the server that decides could not: {reason}")]
    Elsewhere {
        /// What it said.
        reason: String,
    },
    /// The engine is closed.
    #[error("the engine is closed")]
    Closed,
}

impl EngineError {
    /// Whether another server decides now, or will soon: under the same key it may be asked again.
    #[must_use]
    pub fn is_deposed(&self) -> bool {
        match self {
            Self::Store(error) => matches!(**error, StoreError::Deposed | StoreError::Moved { .. }),
            Self::NobodyDecides { .. } | Self::Closed => true,
            _ => false,
        }
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<VaultError> for EngineError {
    fn from(error: VaultError) -> Self {
        Self::Vault(Arc::new(error))
    }
}

impl From<BlobError> for EngineError {
    fn from(error: BlobError) -> Self {
        Self::Blob(Arc::new(error))
    }
}
