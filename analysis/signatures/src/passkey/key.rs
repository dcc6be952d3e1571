//! Public keys of passkeys (COSE, RFC 9052).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::digest;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};

use super::cbor::{self, Item};
use super::mistake::PasskeyMistake;

/// How a passkey signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on the curve P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

/// The public half of a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyKey {
    algorithm: Algorithm,
    /// A point, or 32 bytes.
    material: Vec<u8>,
    bytes: Vec<u8>,
}

impl PasskeyKey {
    /// Reads a key, and nothing else.
    ///
    /// # Errors
    /// When it is none that can be used.
    pub fn from_cose(bytes: &[u8]) -> Result<Self, PasskeyMistake> {
        match Self::read(bytes)? {
            (key, []) => Ok(key),
            _ => Err(PasskeyMistake::Key),
        }
    }

    /// Reads a key; what follows it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, &[u8]), PasskeyMistake> {
        let (entries, rest) = cbor::map(bytes).map_err(|_| PasskeyMistake::Key)?;
        let own = bytes.get(..bytes.len() - rest.len()).unwrap_or_default();
        let (algorithm, material) = material(&entries).ok_or(PasskeyMistake::Key)?;
        let key = Self {
            algorithm,
            material,
            bytes: own.to_vec(),
        };
        Ok((key, rest))
    }

    /// How it signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Its bytes, a COSE key.
    #[must_use]
    pub fn cose(&self) -> &[u8] {
        &self.bytes
    }

    /// `SHA256:` and the SHA-256 of its bytes in base64, as SSH keys are called.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = digest::digest(&digest::SHA256, &self.bytes);
        format!("SHA256:{}", STANDARD_NO_PAD.encode(digest))
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let key = match self.algorithm {
            Algorithm::Es256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.material)
                .verify(message, signature),
            Algorithm::EdDsa => {
                UnparsedPublicKey::new(&ED25519, &self.material).verify(message, signature)
            }
        };
        key.is_ok()
    }
}

/// Labels: 1 is the kind of key, 3 the algorithm, -1 the curve, -2 and -3 the coordinates.
fn material(entries: &[(i64, Item<'_>)]) -> Option<(Algorithm, Vec<u8>)> {
    let find = |label: i64| entries.iter().find(|(known, _)| *known == label);
    let integer = |label| match find(label)? {
        (_, Item::Integer(value)) => Some(*value),
        _ => None,
    };
    let bytes = |label| match find(label)? {
        (_, Item::Bytes(value)) if value.len() == 32 => Some(*value),
        _ => None,
    };
    match (integer(1)?, integer(3)?, integer(-1)?, entries.len()) {
        (2, -7, 1, 5) => {
            let point = [&[4][..], bytes(-2)?, bytes(-3)?].concat();
            Some((Algorithm::Es256, point))
        }
        (1, -8, 6, 4) => Some((Algorithm::EdDsa, bytes(-2)?.to_vec())),
        _ => None,
    }
}
