//! By what a certificate authority is known before one has its certificate.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// The SHA-256 of the SubjectPublicKeyInfo of a key (as RFC 7469, section 2.4, has it), written `sha256:` and 64
/// hexadecimal digits. The same key in another certificate has the same pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pin([u8; 32]);

/// Why a text is no pin.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this is no pin of a key: `sha256:` and 64 hexadecimal digits were expected")]
pub struct PinMistake;

impl Pin {
    /// The pin of a key, from its SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn of(spki: &[u8]) -> Self {
        Self(Sha256::digest(spki).into())
    }

    pub(crate) const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The SHA-256 itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", hex::encode(self.0))
    }
}

impl FromStr for Pin {
    type Err = PinMistake;

    fn from_str(text: &str) -> Result<Self, PinMistake> {
        let digits = text.strip_prefix("sha256:").ok_or(PinMistake)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| PinMistake)?;
        Ok(Self(bytes))
    }
}
