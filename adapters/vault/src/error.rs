//! From other errors to the port's.

use holdpoint_ports::VaultError;

/// The medium, or something below us, failed.
pub(crate) fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> VaultError {
    VaultError::Failed(error.into())
}
