//! The port by which a vault is backed up and brought back: rows as they are kept, with nothing in the clear, and the keys
//! of people apart from them.

use crate::{Millis, RetainedStore, VaultError};

/// A token, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptToken {
    /// SHA-256 of it.
    pub hash: [u8; 32],
    /// The keyed hash of its label.
    pub label: Vec<u8>,
    /// Until when it counts.
    pub expires: Option<Millis>,
}

/// Something personal, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptThing {
    /// The keyed hash of its name.
    pub hash: [u8; 32],
    /// Its kind.
    pub kind: String,
    /// Ciphertext under the person's key.
    pub sealed: Vec<u8>,
}

/// All that a vault keeps of a person but the key. Nobody is signed in after a restore, so sessions are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPerson {
    /// The opaque id.
    pub person: String,
    /// The profile, sealed under the person's key.
    pub profile: Vec<u8>,
    /// The hash of the password.
    pub password: Option<Vec<u8>>,
    /// Keyed hashes of handle and mail address.
    pub names: Vec<[u8; 32]>,
    /// Keyed hashes of users of the server's machine.
    pub users: Vec<[u8; 32]>,
    /// Tokens.
    pub tokens: Vec<KeptToken>,
    /// Personal things.
    pub things: Vec<KeptThing>,
}

/// A person's key, wrapped by the vault's.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey(pub Vec<u8>);

impl std::fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WrappedKey(..)")
    }
}

/// What stays of somebody who was erased, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// The opaque id.
    pub person: String,
    /// The release.
    pub release: String,
    /// Its key, wrapped by the vault's.
    pub key: WrappedKey,
    /// Ciphertext under that key.
    pub sealed: Vec<u8>,
}

/// A vault that can be backed up.
pub trait VaultKeeping: RetainedStore {
    /// Everybody, in order of id, as of one moment.
    ///
    /// # Errors
    /// When the medium fails.
    fn kept(&self) -> Result<Vec<(KeptPerson, WrappedKey)>, VaultError>;

    /// Brings people back into a vault that has nobody, all or none. The vault has to have the key that it had.
    ///
    /// # Errors
    /// When it has people already, or the medium fails.
    fn bring_back(&self, people: &[(KeptPerson, WrappedKey)]) -> Result<(), VaultError>;
}
