//! Names, ids and text forms of keys.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::{Ed25519Verifier, Verifier};
use crate::cosignature::CosignatureVerifier;
use crate::strict64;

/// The first four bytes of the hash of a key's name, type and public part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

/// Signature types that signed-note assigns and that are verified here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// `0x01`: Ed25519 over the text.
    Ed25519,
    /// `0x04`: Ed25519 over the text and a time, as witnesses cosign checkpoints.
    Cosignature,
}

/// A verifier key (vkey): `name+id+base64(type, public key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Name of the key.
    pub name: String,
    /// Its id.
    pub id: KeyId,
    /// Signature type byte.
    pub kind: u8,
    /// Public key, as its type encodes it.
    pub public: Vec<u8>,
}

/// Why text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that is empty or holds spaces, pluses or control characters.
    #[error("`{0}` is not a key name: it must not be empty and have no spaces and no `+`")]
    Name(String),
    /// Not the shape of a verifier key.
    #[error("`{0}` is not a verifier key: `name+8 hex digits+base64` is expected")]
    Verifier(String),
    /// Not the shape of a signing key. The text is not repeated, because it is a secret.
    #[error("this is not a signing key: `PRIVATE+KEY+name+8 hex digits+base64` is expected")]
    Signer,
    /// The id does not belong to the key.
    #[error("key `{name}` has id {expected}, not {found}")]
    Id {
        /// Name of the key.
        name: String,
        /// Id that follows from name, type and public key.
        expected: KeyId,
        /// Id that was written.
        found: KeyId,
    },
    /// A signature type that is not verified here.
    #[error(
        "key `{name}` has signature type {kind:#04x}; 0x01 (Ed25519) and 0x04 (cosignature) are known"
    )]
    Kind {
        /// Name of the key.
        name: String,
        /// Type byte.
        kind: u8,
    },
    /// A public key that is none.
    #[error("key `{name}` has no valid Ed25519 public key of 32 bytes")]
    Public {
        /// Name of the key.
        name: String,
    },
}

impl KeyId {
    /// The id of a key: SHA-256 of name, newline, type and public key, cut to four bytes.
    #[must_use]
    pub fn of(name: &str, kind: u8, public: &[u8]) -> Self {
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update(b"\n")
            .chain_update([kind])
            .chain_update(public)
            .finalize();
        Self(std::array::from_fn(|at| {
            hash.get(at).copied().unwrap_or_default()
        }))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 8 || !text.bytes().all(lower_hex) {
            return Err(());
        }
        let id = u32::from_str_radix(text, 16).map_err(|_| ())?;
        Ok(Self(id.to_be_bytes()))
    }
}

impl KeyKind {
    /// The type byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
        }
    }
}

/// Checks that a name may name a key.
///
/// # Errors
/// When it is empty or holds spaces, pluses or control characters.
pub fn check_name(name: &str) -> Result<(), KeyError> {
    let refused = |c: char| c.is_whitespace() || c == '+' || c < '\u{20}';
    if name.is_empty() || name.contains(refused) {
        return Err(KeyError::Name(name.to_owned()));
    }
    Ok(())
}

impl VerifierKey {
    /// The key with the id that follows from its parts.
    ///
    /// # Errors
    /// When the name may not name a key.
    pub fn new(name: &str, kind: KeyKind, public: &[u8]) -> Result<Self, KeyError> {
        check_name(name)?;
        let id = KeyId::of(name, kind.byte(), public);
        Ok(Self {
            name: name.to_owned(),
            id,
            kind: kind.byte(),
            public: public.to_vec(),
        })
    }

    /// What verifies this key's signatures.
    ///
    /// # Errors
    /// When its type is not known here or its public key is none.
    pub fn verifier(&self) -> Result<Box<dyn Verifier>, KeyError> {
        match self.kind {
            1 => Ok(Box::new(Ed25519Verifier::new(self)?)),
            4 => Ok(Box::new(CosignatureVerifier::new(self)?)),
            kind => Err(KeyError::Kind {
                name: self.name.clone(),
                kind,
            }),
        }
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let wrong = || KeyError::Verifier(text.to_owned());
        let (name, rest) = text.split_once('+').ok_or_else(wrong)?;
        let (id, blob) = rest.split_once('+').ok_or_else(wrong)?;
        check_name(name)?;
        let found: KeyId = id.parse().map_err(|()| wrong())?;
        let blob = strict64::decode(blob).map_err(|_| wrong())?;
        let (kind, public) = blob.split_first().ok_or_else(wrong)?;
        let expected = KeyId::of(name, *kind, public);
        if expected != found {
            return Err(KeyError::Id {
                name: name.to_owned(),
                expected,
                found,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            id: found,
            kind: *kind,
            public: public.to_vec(),
        })
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blob = [&[self.kind][..], &self.public].concat();
        write!(f, "{}+{}+{}", self.name, self.id, strict64::encode(blob))
    }
}
