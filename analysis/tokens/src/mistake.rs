//! What can be wrong with a token.

use thiserror::Error;

/// Why a token proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TokenMistake {
    /// It is too long to be looked at.
    #[error("the token is longer than {0} bytes")]
    Long(usize),
    /// It has not three parts.
    #[error("a token has three parts with a point between them, this has {0}")]
    Parts(usize),
    /// A part is not what it should be.
    #[error("the {part} of the token cannot be read: {why}")]
    Unreadable {
        /// Which: header, claims or signature.
        part: &'static str,
        /// Why.
        why: String,
    },
    /// It is signed in a way that is not taken.
    #[error("the token is signed with `{0}`: RS256, PS256, ES256 and EdDSA are taken")]
    Algorithm(String),
    /// It asks for something that is not understood here.
    #[error("the header of the token has `{0}`, which is not understood here")]
    Critical(&'static str),
    /// It is a token of another kind.
    #[error("the token is of the type `{0}`, which is not for this")]
    Type(String),
    /// The issuer has no such key.
    #[error("the issuer has no key `{0}` that signs tokens like this")]
    KeyUnknown(String),
    /// It does not say by which key it is signed.
    #[error(
        "the token does not say by which key it is signed, and the issuer has {0} that could be it"
    )]
    KeyUnsaid(usize),
    /// It is not signed by that key.
    #[error("the signature is not the issuer's")]
    Signature,
    /// A claim is missing.
    #[error("the token has no claim `{0}`")]
    Missing(&'static str),
    /// A claim is of another kind than it should be.
    #[error("the claim `{0}` is not what it should be")]
    Malformed(&'static str),
    /// Somebody else issued it.
    #[error("the token is of `{found}`, not of `{expected}`")]
    Issuer {
        /// Who, as it says.
        found: String,
        /// Who would do.
        expected: String,
    },
    /// It is for somebody else.
    #[error("the token is for `{found}`, not for `{expected}` alone")]
    Audience {
        /// For whom, as it says.
        found: String,
        /// For whom it should be.
        expected: String,
    },
    /// It counts no more.
    #[error("the token has expired {0} seconds ago")]
    Expired(i64),
    /// It does not count yet.
    #[error("the token counts in {0} seconds only: is the clock right?")]
    Early(i64),
    /// It counts for longer than is taken.
    #[error("the token counts for {found} seconds, which is longer than {longest}")]
    Lasting {
        /// For how long it counts.
        found: i64,
        /// For how long it may.
        longest: i64,
    },
    /// It answers another log-in.
    #[error("the token answers another log-in than this")]
    Nonce,
    /// It came with another access token.
    #[error("the token belongs to another access token than it came with")]
    AccessToken,
}

impl TokenMistake {
    /// Whether newer keys of the issuer might help: it may have changed them.
    #[must_use]
    pub fn may_be_a_new_key(&self) -> bool {
        matches!(self, Self::KeyUnknown(_) | Self::KeyUnsaid(0))
    }

    /// Whether the token was signed by its issuer all the same, so that whoever has it may be told more.
    #[must_use]
    pub fn of_genuine(&self) -> bool {
        matches!(
            self,
            Self::Missing(_)
                | Self::Malformed(_)
                | Self::Audience { .. }
                | Self::Expired(_)
                | Self::Early(_)
                | Self::Lasting { .. }
                | Self::Nonce
                | Self::AccessToken
        )
    }
}

/// As much of a text from outside as an error shows.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(200).collect()
}
