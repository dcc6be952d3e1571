//! Secrets that a sender and a receiver share.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// How long a key of Standard Webhooks is, in bytes.
const KEY: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that a sender and a receiver share. It is compared with and signed with, and shown to nobody.
#[derive(Clone)]
pub struct Secret {
    key: hmac::Key,
    bytes: Vec<u8>,
}

/// Why a text is no secret. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    /// There is nothing in it.
    #[error("the secret is empty; write the one that the sender has")]
    Empty,
    /// It is none of Standard Webhooks.
    #[error(
        "the secret is not `whsec_` with 24 to 64 bytes in base64 behind it; make one with `openssl rand -base64 32` and write `whsec_` before it"
    )]
    Form,
}

impl Secret {
    /// The text itself, as GitHub and GitLab use one; white space around it is not part of it.
    ///
    /// # Errors
    /// When nothing is left.
    pub fn text(text: &str) -> Result<Self, BadSecret> {
        match text.trim() {
            "" => Err(BadSecret::Empty),
            text => Ok(Self::of(text.as_bytes())),
        }
    }

    /// One of Standard Webhooks: `whsec_` and base64.
    ///
    /// # Errors
    /// When it is none.
    pub fn webhook(text: &str) -> Result<Self, BadSecret> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadSecret::Empty);
        }
        let coded = text.strip_prefix("whsec_").ok_or(BadSecret::Form)?;
        let key = STANDARD.decode(coded).map_err(|_| BadSecret::Form)?;
        match KEY.contains(&key.len()) {
            true => Ok(Self::of(&key)),
            false => Err(BadSecret::Form),
        }
    }

    fn of(key: &[u8]) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
            bytes: key.to_vec(),
        }
    }

    /// The HMAC-SHA256 (RFC 2104) of what these parts are one behind the other.
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> Vec<u8> {
        hmac::sign(&self.key, &parts.concat()).as_ref().to_vec()
    }

    /// Whether that is the HMAC-SHA256 of these parts. It takes as long wherever the first difference is.
    pub(crate) fn signed(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        hmac::verify(&self.key, &parts.concat(), tag).is_ok()
    }

    /// Whether a text is the secret itself. What is compared are tags, so that the time says nothing of either.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        let tag = hmac::sign(&self.key, &self.bytes);
        hmac::verify(&self.key, text, tag.as_ref()).is_ok()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
