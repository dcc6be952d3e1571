//! Public keys that envelopes are verified with.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Verifier as _;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// A key, with the id by which it is known.
#[derive(Clone, Debug)]
pub struct PublicKey {
    id: String,
    algorithm: Algorithm,
}

#[derive(Clone, Debug)]
enum Algorithm {
    Ed25519(ed25519_dalek::VerifyingKey),
    EcdsaP256(p256::ecdsa::VerifyingKey),
}

/// Why a text is no key that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not PEM.
    #[error("this is no PEM file with `-----BEGIN PUBLIC KEY-----`: {0}")]
    Pem(&'static str),
    /// No private key that can be used.
    #[error("this is no private key as `openssl genpkey -algorithm ed25519` writes it: {0}")]
    Private(&'static str),
    /// A kind of key that is not used.
    #[error("this is neither an Ed25519 nor an ECDSA P-256 public key")]
    Algorithm,
    /// Right kind, wrong bytes.
    #[error("this {0} key is no point of its curve")]
    Point(&'static str),
}

/// What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410).
const ED25519_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];
/// What stands before the 65 bytes of an uncompressed P-256 point (RFC 5480).
const P256_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

impl PublicKey {
    /// Reads a PEM file (`openssl pkey -pubout`, `cosign public-key`). The id is the SHA-256 of the
    /// key's SubjectPublicKeyInfo, in hexadecimal digits.
    ///
    /// # Errors
    /// Says why it is no usable key.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let body = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----");
        let body = body.ok_or(KeyError::Pem("the first line is another"))?;
        let body = body.strip_suffix("-----END PUBLIC KEY-----");
        let body = body.ok_or(KeyError::Pem("the last line is another"))?;
        let base64: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let der = STANDARD
            .decode(base64)
            .map_err(|_| KeyError::Pem("its body is no base64"))?;
        Self::from_der(&der)
    }

    /// Reads a SubjectPublicKeyInfo in DER.
    ///
    /// # Errors
    /// Says why it is no usable key.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let id = hex::encode(Sha256::digest(der));
        let algorithm = if let Some(key) = der.strip_prefix(&ED25519_PREFIX) {
            Algorithm::Ed25519(ed25519(key)?)
        } else if let Some(point) = der.strip_prefix(&P256_PREFIX) {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point);
            Algorithm::EcdsaP256(key.map_err(|_| KeyError::Point("ECDSA P-256"))?)
        } else {
            return Err(KeyError::Algorithm);
        };
        Ok(Self { id, algorithm })
    }

    /// A raw Ed25519 key.
    ///
    /// # Errors
    /// [`KeyError::Point`] unless it is one.
    pub fn from_ed25519(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let mut der = ED25519_PREFIX.to_vec();
        der.extend_from_slice(bytes);
        Self::from_der(&der)
    }

    /// The same key under another id, as a directory of keys may name it.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the signature is this key's for this message. ECDSA signatures may be DER or 64 bytes.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.algorithm {
            Algorithm::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Algorithm::EcdsaP256(key) => ecdsa_signature(signature)
                .is_some_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }
}

fn ed25519(bytes: &[u8]) -> Result<ed25519_dalek::VerifyingKey, KeyError> {
    let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyError::Point("Ed25519"))?;
    let key =
        ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::Point("Ed25519"))?;
    // A key of small order verifies signatures that nobody made.
    if key.is_weak() {
        Err(KeyError::Point("Ed25519"))
    } else {
        Ok(key)
    }
}

fn ecdsa_signature(bytes: &[u8]) -> Option<p256::ecdsa::Signature> {
    if bytes.len() == 64 {
        return p256::ecdsa::Signature::from_slice(bytes).ok();
    }
    // DER: SEQUENCE of two INTEGERs, all lengths below 128.
    let body = match bytes {
        [0x30, length, body @ ..] if usize::from(*length) == body.len() && *length < 0x80 => body,
        _ => return None,
    };
    let (r, rest) = der_integer(body)?;
    let (s, rest) = der_integer(rest)?;
    if !rest.is_empty() {
        return None;
    }
    p256::ecdsa::Signature::from_scalars(r, s).ok()
}

fn der_integer(bytes: &[u8]) -> Option<([u8; 32], &[u8])> {
    let [0x02, length, rest @ ..] = bytes else {
        return None;
    };
    let (number, rest) = rest.split_at_checked(usize::from(*length))?;
    let number = match number {
        [0, high, ..] if *high >= 0x80 => number.get(1..)?,
        [high, ..] if *high < 0x80 => number,
        _ => return None,
    };
    let mut padded = [0; 32];
    let start = 32usize.checked_sub(number.len())?;
    padded.get_mut(start..)?.copy_from_slice(number);
    Some((padded, rest))
}
