//! What goes wrong with backups.

use std::io;
use std::path::Path;

use holdpoint_engine::EngineError;
use holdpoint_engine::transfer::TransferError;
use holdpoint_ports::{BlobError, VaultError};

/// Why a backup cannot be made or restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// There is no backup there.
    #[error("there is no finished backup in `{0}`")]
    Missing(String),
    /// It was made by a newer program.
    #[error("the backup has format {found}, this program knows formats up to {known}")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// Something in it is not what was put into it.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// The keys are not those of this ledger.
    #[error("the keys are of log `{found}`, the backup is of log `{expected}`")]
    OtherKeys {
        /// The log of the keys.
        found: String,
        /// The log of the backup.
        expected: String,
    },
    /// Something that is kept as text is not that text.
    #[error("{0}")]
    Malformed(String),
    /// The ledger cannot be copied.
    #[error("the ledger cannot be copied")]
    Transfer(#[from] TransferError),
    /// The ledger cannot be read.
    #[error("the ledger cannot be read")]
    Engine(#[from] EngineError),
    /// Content cannot be copied.
    #[error("content cannot be copied")]
    Blob(#[from] BlobError),
    /// The vault cannot be read or written.
    #[error("the vault cannot be copied")]
    Vault(#[from] VaultError),
    /// The medium failed.
    #[error("`{path}` cannot be {doing}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// Where.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// An error about a file.
pub(crate) fn file<'p>(
    doing: &'static str,
    path: &'p Path,
) -> impl Fn(io::Error) -> BackupError + use<'p> {
    move |source| BackupError::File {
        doing,
        path: path.display().to_string(),
        source,
    }
}
