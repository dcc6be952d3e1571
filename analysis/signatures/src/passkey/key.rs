//! Public keys of passkeys (COSE, RFC 9052).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::digest;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use super::cbor::{self, Item};
use super::mistake::PasskeyMistake;

/// How a passkey signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on the curve P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA of 2048 bits or more with SHA-256, as some computers' own authenticators have it.
    Rs256,
}

/// The public half of a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyKey {
    algorithm: Algorithm,
    /// A point, 32 bytes, or a modulus.
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
        let key = &self.material;
        let verified = match self.algorithm {
            Algorithm::Es256 => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(message, signature)
            }
            Algorithm::EdDsa => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Algorithm::Rs256 => RsaPublicKeyComponents {
                n: key.as_slice(),
                e: EXPONENT.as_slice(),
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
        };
        verified.is_ok()
    }
}

/// The usual public exponent of RSA, 65537.
const EXPONENT: [u8; 3] = [1, 0, 1];

/// Labels: 1 is the kind of key, 3 the algorithm, -1 the curve, -2 and -3 the coordinates; of an RSA
/// key (RFC 8230) -1 is the modulus and -2 the exponent.
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
    if (integer(1), integer(3), entries.len()) == (Some(3), Some(-257), 4) {
        return match (find(-1)?, find(-2)?) {
            ((_, Item::Bytes(modulus)), (_, Item::Bytes(exponent))) => {
                let usual = *exponent == EXPONENT && (256..=1024).contains(&modulus.len());
                let large = modulus.first().is_some_and(|first| first & 0x80 != 0);
                (usual && large).then(|| (Algorithm::Rs256, modulus.to_vec()))
            }
            _ => None,
        };
    }
    match (integer(1)?, integer(3)?, integer(-1)?, entries.len()) {
        (2, -7, 1, 5) => {
            let point = [&[4][..], bytes(-2)?, bytes(-3)?].concat();
            Some((Algorithm::Es256, point))
        }
        (1, -8, 6, 4) => Some((Algorithm::EdDsa, bytes(-2)?.to_vec())),
        _ => None,
    }
}
