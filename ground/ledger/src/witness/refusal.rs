//! Why a witness does not cosign, and how that is said over HTTP.

use super::SubmissionError;
use crate::checkpoint::CheckpointError;
use crate::tree::ProofError;

/// Content type of the size that a witness answers when the log knows an older or newer one.
pub const STALE_TYPE: &str = "text/x.tlog.size";

/// Why a checkpoint is not cosigned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Declined {
    /// The request is not to the letter.
    #[error(transparent)]
    Submission(#[from] SubmissionError),
    /// What is submitted is no checkpoint.
    #[error("{0}")]
    Malformed(CheckpointError),
    /// A log that this witness does not know.
    #[error("log `{origin}` is not known to this witness")]
    UnknownLog {
        /// First line of the checkpoint.
        origin: String,
    },
    /// No trusted key of the log signed it.
    #[error("{0}")]
    Untrusted(CheckpointError),
    /// The log claims that the witness has a larger tree than the one it submits.
    #[error("the old size {old} is beyond the checkpoint's size {size}")]
    Beyond {
        /// The size that the witness has, as the log believes.
        old: u64,
        /// Size of the checkpoint.
        size: u64,
    },
    /// The witness has cosigned another size than the log believes.
    #[error("the newest cosigned checkpoint has size {size}")]
    Stale {
        /// The size that it has cosigned.
        size: u64,
    },
    /// Another tree of the size that was cosigned: proof that the log misbehaves.
    #[error("another tree of size {size} has been cosigned: the log has forked")]
    Forked {
        /// Size of both trees.
        size: u64,
    },
    /// The proof does not lead from one tree to the other.
    #[error("the checkpoint is not proven to extend the cosigned one: {0}")]
    Inconsistent(ProofError),
}

impl Declined {
    /// The HTTP status that the protocol assigns.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Submission(SubmissionError::TooLarge(_)) => 413,
            Self::Submission(_) | Self::Malformed(_) | Self::Beyond { .. } => 400,
            Self::UnknownLog { .. } => 404,
            Self::Untrusted(_) => 403,
            Self::Stale { .. } | Self::Forked { .. } => 409,
            Self::Inconsistent(_) => 422,
        }
    }

    /// The size to answer with content type [`STALE_TYPE`], where the protocol asks for it. A fork is answered in
    /// words: no other old size would help.
    #[must_use]
    pub fn cosigned_size(&self) -> Option<u64> {
        match self {
            Self::Stale { size } => Some(*size),
            _ => None,
        }
    }
}
