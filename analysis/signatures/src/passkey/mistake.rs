//! What can be wrong.

use thiserror::Error;

/// Why something is no passkey, or no signature by it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PasskeyMistake {
    /// The client data are not what browsers write.
    #[error("what the browser says of the page is no client data: {0}")]
    Client(String),
    /// It was asked for something else.
    #[error("the browser was asked for `{found}`, not for `{expected}`")]
    Kind {
        /// What it says.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// Another challenge was answered.
    #[error("the browser answers another challenge than what is signed here")]
    Challenge,
    /// The page was another.
    #[error("the page was at `{found}`, and this passkey is for `{expected}`")]
    Origin {
        /// Where it was.
        found: String,
        /// Where it should have been.
        expected: String,
    },
    /// The page was in a frame of another.
    #[error("the page was shown inside of another site's")]
    Framed,
    /// The authenticator data are broken off, or have more than they should.
    #[error("the authenticator data are broken off, or not those of an authenticator")]
    Authenticator,
    /// The site was another.
    #[error("the authenticator answers for another site than `{0}`")]
    Site(String),
    /// Nobody was there.
    #[error("nobody was there when the authenticator signed")]
    Absent,
    /// Nobody was known.
    #[error("the authenticator did not ask who was there: a PIN, a finger or a face is needed")]
    Unverified,
    /// No passkey was made.
    #[error("the authenticator has made no passkey")]
    NoCredential,
    /// The public key cannot be used.
    #[error("the passkey's public key is not of ES256, EdDSA or RS256, or is broken")]
    Key,
    /// It is not of this message by this key.
    #[error("the signature is not by this passkey over this challenge")]
    Wrong,
}
