//! The vault port: what may be forgotten, and what must never be told.
//!
//! Accounts, credentials and a key per person. The ledger knows people by opaque ids only; names and free
//! text are sealed under a person's key, kept as blobs, and named in the ledger by the digest of the ciphertext.

use crate::Millis;

/// How a person is known to people. None of it ever enters the ledger.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The short name to call a person by on the command line, unique, such as `anna`.
    pub handle: String,
    /// The full name.
    pub name: String,
    /// The mail address, if known.
    pub mail: Option<String>,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Profile(..)")
    }
}

/// Ciphertext of a text, under one person's key. It says whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedText(pub Vec<u8>);

impl SealedText {
    /// Whose it is, as it says itself.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        let (&[_, length], rest) = self.0.split_first_chunk()?;
        let person = rest.get(..usize::from(length))?;
        std::str::from_utf8(person).ok()
    }
}

/// How somebody proves who they are.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// An API token, as shown once.
    Token(String),
    /// What stands in the address of a calendar, as shown once: good for calendars and for nothing else.
    Feed(String),
    /// Handle and password.
    Password {
        /// The account's handle.
        handle: String,
        /// The password.
        password: String,
    },
    /// The operating-system user at the other end of a local socket, by name.
    SystemUser(String),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential(..)")
    }
}

/// What goes wrong in a vault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// Another person has that handle, mail address or system user.
    #[error("`{0}` already belongs to another person")]
    Taken(String),
    /// No such person, or erased.
    #[error("no person `{0}`")]
    Unknown(String),
    /// The key that would open it is destroyed or the ciphertext is not what was sealed.
    #[error("the text cannot be opened: {0}")]
    Unreadable(&'static str),
    /// The medium failed.
    #[error("the vault failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Mutable, never exported. A person is named by the opaque id that the ledger uses (`per_…`).
pub trait Vault: Send + Sync {
    /// Adds a person with a fresh key.
    ///
    /// # Errors
    /// [`VaultError::Taken`] for the handle or the mail address.
    fn add_person(&self, person: &str, profile: &Profile) -> Result<(), VaultError>;

    /// Replaces a person's profile.
    ///
    /// # Errors
    /// [`VaultError::Unknown`], [`VaultError::Taken`].
    fn set_profile(&self, person: &str, profile: &Profile) -> Result<(), VaultError>;

    /// The profile; none for an unknown or erased person.
    ///
    /// # Errors
    /// When the medium fails.
    fn profile(&self, person: &str) -> Result<Option<Profile>, VaultError>;

    /// The person with that handle or mail address.
    ///
    /// # Errors
    /// When the medium fails.
    fn find(&self, handle_or_mail: &str) -> Result<Option<String>, VaultError>;

    /// All people, as id and profile, in order of handle.
    ///
    /// # Errors
    /// When the medium fails.
    fn people(&self) -> Result<Vec<(String, Profile)>, VaultError>;

    /// Seals a text under the person's key.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] for a person without a key.
    fn seal(&self, person: &str, text: &str) -> Result<SealedText, VaultError>;

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] when its key is destroyed or the bytes were changed.
    fn open(&self, sealed: &SealedText) -> Result<String, VaultError>;

    /// Destroys a person's key, profile and credentials.
    ///
    /// # Errors
    /// When the medium fails.
    fn erase(&self, person: &str) -> Result<(), VaultError>;

    /// A new token for the person (256 random bits), returned once and kept only as a hash.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn issue_token(
        &self,
        person: &str,
        label: &str,
        expires: Option<Millis>,
    ) -> Result<String, VaultError>;

    /// Revokes the person's tokens with that label; says how many.
    ///
    /// # Errors
    /// When the medium fails.
    fn revoke_tokens(&self, person: &str, label: &str) -> Result<u64, VaultError>;

    /// A new secret for the addresses of the person's calendars (256 random bits), returned once and kept only as a hash. It is no
    /// token, and a token is none.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn issue_feed(&self, person: &str) -> Result<String, VaultError>;

    /// Revokes the person's secrets for calendars; says how many.
    ///
    /// # Errors
    /// When the medium fails.
    fn revoke_feeds(&self, person: &str) -> Result<u64, VaultError>;

    /// Sets a password (argon2id).
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn set_password(&self, person: &str, password: &str) -> Result<(), VaultError>;

    /// Maps an operating-system user to the person.
    ///
    /// # Errors
    /// [`VaultError::Taken`].
    fn map_system_user(&self, person: &str, user: &str) -> Result<(), VaultError>;

    /// Who a credential belongs to at `now`; none if it proves nothing. Takes the same time either way for
    /// passwords.
    ///
    /// # Errors
    /// When the medium fails.
    fn authenticate(
        &self,
        credential: &Credential,
        now: Millis,
    ) -> Result<Option<String>, VaultError>;

    /// A number that another one follows whenever a person was added, is called otherwise or was erased by another process.
    /// Always 0 where no other process does that.
    ///
    /// # Errors
    /// When the medium fails.
    fn revision(&self) -> Result<u64, VaultError> {
        Ok(0)
    }
}
