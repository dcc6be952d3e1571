//! The register: which logs a witness knows, and the newest head of each that it cosigned.
//!
//! | table | row |
//! |---|---|
//! | `log` | a key of a log that is known, by the log's origin |
//! | `head` | the newest head cosigned of an origin; it stays when the log is removed |
//! | `fork` | a checkpoint of a size that was cosigned with another root: proof that the log misbehaved |

mod logs;
mod round;
mod schema;

use std::path::Path;

use holdpoint_ledger::Hash;
use holdpoint_ledger::note::VerifierKey;
use rusqlite::Connection;

pub(crate) use round::Round;

/// The register of a witness, in an SQLite file.
#[derive(Debug)]
pub struct Register {
    connection: Connection,
}

/// A log that the witness knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// First line of its checkpoints.
    pub origin: String,
    /// Its keys: a signature by one of them is enough.
    pub keys: Vec<VerifierKey>,
    /// The newest head that was cosigned, if any was.
    pub cosigned: Option<Cosigned>,
    /// Forks that the log has signed, oldest first; the first ones are kept.
    pub forks: Vec<Fork>,
}

/// A head that was cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// When, in seconds since the epoch.
    pub time: u64,
    /// The checkpoint with the signatures of log and witness.
    pub note: Vec<u8>,
}

/// A checkpoint that contradicts one which was cosigned. Both are signed by the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// Size of both trees.
    pub size: u64,
    /// When it was submitted, in seconds since the epoch.
    pub time: u64,
    /// The checkpoint that was not cosigned.
    pub note: Vec<u8>,
    /// The one of the same size that had been.
    pub cosigned: Vec<u8>,
}

/// What goes wrong with a register.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// A database of another program.
    #[error("the file is a database of another program")]
    Foreign,
    /// A register of a newer program.
    #[error("the register has format {found}, this program knows format {known}: use a newer one")]
    Newer {
        /// Format found.
        found: u32,
        /// Format known here.
        known: u32,
    },
    /// What was read cannot be what was written.
    #[error("the register is damaged: {0}")]
    Damaged(String),
    /// The medium failed.
    #[error("the register failed")]
    Failed(#[from] rusqlite::Error),
}

impl Register {
    pub(crate) fn create(path: &Path) -> Result<Self, RegisterError> {
        let connection = schema::create(path)?;
        Ok(Self { connection })
    }

    pub(crate) fn open(path: &Path) -> Result<Self, RegisterError> {
        let connection = schema::open(path)?;
        Ok(Self { connection })
    }

    /// Several checks and keeps that become durable together.
    pub(crate) fn round(&mut self) -> Result<Round<'_>, RegisterError> {
        Round::begin(&mut self.connection)
    }

    /// A number that differs when another program has written since it was asked last.
    pub(crate) fn changed(&self) -> Result<i64, RegisterError> {
        let number = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(number)
    }
}
