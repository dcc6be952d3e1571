//! Why a registry gave no artifact.

use super::transport::TransportError;
use holdpoint_naming::PurlError;
use thiserror::Error;

/// Why an artifact could not be resolved.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// There was no answer.
    #[error("`{url}` does not answer: {source}")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What the transport says.
        source: TransportError,
    },
    /// The registry does not have it.
    #[error(
        "the registry has no `{what}` (`{url}` answers {status}); check the name and the version"
    )]
    NotFound {
        /// The artifact.
        what: String,
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// The registry wants other credentials, or none helped.
    #[error(
        "`{url}` does not let us read `{what}` (it answers {status}); give credentials that may"
    )]
    Forbidden {
        /// The artifact.
        what: String,
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// Another status.
    #[error("`{url}` answers {status}; try again later")]
    Status {
        /// What was asked for.
        url: String,
        /// The status.
        status: u16,
    },
    /// The answer is not what the protocol says.
    #[error("the answer of `{url}` is not what it should be: {reason}")]
    Protocol {
        /// What was asked for.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// The content does not have its checksum.
    #[error(
        "`{url}` was changed or damaged: its {algorithm} is {found}, the registry says {expected}"
    )]
    Checksum {
        /// What was read.
        url: String,
        /// The algorithm.
        algorithm: &'static str,
        /// What the registry says.
        expected: String,
        /// What the content has.
        found: String,
    },
    /// The registry offers nothing to verify with.
    #[error(
        "`{url}` has no checksum beside it (.sha512, .sha256, .sha1), so that it cannot be verified"
    )]
    NoChecksum {
        /// What was read.
        url: String,
    },
    /// The version moves.
    #[error("`{0}` names a version that moves; name a released one")]
    Moving(String),
    /// The reference makes no package URL.
    #[error(transparent)]
    Purl(#[from] PurlError),
}

impl RegistryError {
    pub(super) fn protocol(url: &str, reason: impl ToString) -> Self {
        Self::Protocol {
            url: url.to_owned(),
            reason: reason.to_string(),
        }
    }

    /// The error for a status that is no success.
    pub(super) fn status(what: &str, url: &str, status: u16) -> Self {
        let (what, url) = (what.to_owned(), url.to_owned());
        match status {
            401 | 403 => Self::Forbidden { what, url, status },
            404 | 410 => Self::NotFound { what, url, status },
            _ => Self::Status { url, status },
        }
    }
}
