//! The port for what stays of people who were erased: for some releases, for some time, for those who audit.

use crate::{KeptRecord, VaultError};

/// What stays of a person for one release: who they were, and what they gave as reasons.
#[derive(Clone, PartialEq, Eq)]
pub struct Retained {
    /// The opaque id.
    pub person: String,
    /// The release.
    pub release: String,
    /// The handle that they had.
    pub handle: String,
    /// The name that they had.
    pub name: String,
    /// Texts, by SHA-256 of the ciphertext that the ledger names them by.
    pub texts: Vec<([u8; 32], String)>,
}

impl std::fmt::Debug for Retained {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Retained(..)")
    }
}

/// Each record is sealed under a key of its own, which goes with it: what is forgotten is gone, however many others stay.
pub trait RetainedStore: Send + Sync {
    /// Keeps them all at once, each instead of what stays of the person for that release already.
    ///
    /// # Errors
    /// When the medium fails.
    fn retain(&self, records: &[Retained]) -> Result<(), VaultError>;

    /// All that stays of a person.
    ///
    /// # Errors
    /// When the medium fails.
    fn retained(&self, person: &str) -> Result<Vec<Retained>, VaultError>;

    /// One of them, whichever: all say who it was.
    ///
    /// # Errors
    /// When the medium fails.
    fn any_retained(&self, person: &str) -> Result<Option<Retained>, VaultError>;

    /// What stays of a person for one release.
    ///
    /// # Errors
    /// When the medium fails.
    fn retained_for(&self, person: &str, release: &str) -> Result<Option<Retained>, VaultError>;

    /// Of whom something stays, and for which release.
    ///
    /// # Errors
    /// When the medium fails.
    fn all_retained(&self) -> Result<Vec<(String, String)>, VaultError>;

    /// Destroys it; says whether it was there.
    ///
    /// # Errors
    /// When the medium fails.
    fn forget_retained(&self, person: &str, release: &str) -> Result<bool, VaultError>;

    /// All of it as it is kept, for backups.
    ///
    /// # Errors
    /// When the medium fails.
    fn kept_retained(&self) -> Result<Vec<KeptRecord>, VaultError>;

    /// Brings it back into a vault that has nothing of that.
    ///
    /// # Errors
    /// When the medium fails.
    fn bring_back_retained(&self, records: &[KeptRecord]) -> Result<(), VaultError>;
}
