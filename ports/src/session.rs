//! The session port: browsers that are signed in, and links that sign one in.

use crate::{Millis, VaultError};

/// A browser that is signed in, as the vault keeps it. The token that proves it is kept as a hash only.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What to call it by, such as to end it from elsewhere; it opens nothing.
    pub id: String,
    /// Whose it is.
    pub person: String,
    /// What forms bear to prove that they are pages of this session.
    pub csrf: String,
    /// Since when.
    pub created: Millis,
    /// When it was last used, to the minute.
    pub seen: Millis,
    /// From when on it counts no more, however much it is used.
    pub expires: Millis,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignedIn(..)")
    }
}

/// How long a session counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// For how long after its last use, in milliseconds.
    pub idle: Millis,
    /// For how long in all, in milliseconds.
    pub absolute: Millis,
}

/// What somebody is called elsewhere.
#[derive(Clone, Copy)]
pub struct Elsewhere<'a> {
    /// Where, such as the address of an identity provider.
    pub place: &'a str,
    /// What they are called there.
    pub name: &'a str,
}

/// Signed-in browsers and one-time links. Whatever proves something is 256 random bits, told once and kept as a
/// hash; a person who is erased has none.
pub trait Sessions: Send + Sync {
    /// Signs the person in; gives the token, and what it opens.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn start_session(
        &self,
        person: &str,
        lifetime: Lifetime,
        now: Millis,
    ) -> Result<(String, SignedIn), VaultError>;

    /// What a token opens at `now`; none if it was never told, has expired, lay idle for too long or was ended.
    /// Counts as a use.
    ///
    /// # Errors
    /// When the medium fails.
    fn session(&self, token: &str, now: Millis) -> Result<Option<SignedIn>, VaultError>;

    /// The person's sessions that count at `now`, the newest first.
    ///
    /// # Errors
    /// When the medium fails.
    fn sessions(&self, person: &str, now: Millis) -> Result<Vec<SignedIn>, VaultError>;

    /// Ends the person's session of that id, or all if none is named; says how many ended.
    ///
    /// # Errors
    /// When the medium fails.
    fn end_sessions(&self, person: &str, id: Option<&str>) -> Result<u64, VaultError>;

    /// A token that signs the person in once, until `expires`.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn issue_link(&self, person: &str, expires: Millis) -> Result<String, VaultError>;

    /// Whom the token of a link signs in at `now`; afterwards it is worthless.
    ///
    /// # Errors
    /// When the medium fails.
    fn redeem_link(&self, token: &str, now: Millis) -> Result<Option<String>, VaultError>;

    /// Whether the person has a password.
    ///
    /// # Errors
    /// When the medium fails.
    fn has_password(&self, person: &str) -> Result<bool, VaultError>;

    /// The person is who is called that elsewhere, such as a subject of an identity provider. It is kept as a keyed hash only,
    /// and goes with the person.
    ///
    /// # Errors
    /// [`VaultError::Taken`] if that is somebody else, and [`VaultError::Unknown`].
    fn identify(&self, person: &str, elsewhere: Elsewhere<'_>) -> Result<(), VaultError>;

    /// Who is called that elsewhere.
    ///
    /// # Errors
    /// When the medium fails.
    fn identified(&self, elsewhere: Elsewhere<'_>) -> Result<Option<String>, VaultError>;

    /// Nobody is called that elsewhere any more; says whether somebody was.
    ///
    /// # Errors
    /// When the medium fails.
    fn unidentify(&self, elsewhere: Elsewhere<'_>) -> Result<bool, VaultError>;

    /// Ends all that lets the person in at once: sessions, links and tokens. A password stays, and what they are called
    /// elsewhere: whether these count is asked of the ledger.
    ///
    /// # Errors
    /// When the medium fails.
    fn end_all(&self, person: &str) -> Result<(), VaultError>;
}
