//! Keys of the curve P-256, which everything here is signed with.

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
    UnparsedPublicKey,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::Pin;

/// What stands before the point in a SubjectPublicKeyInfo of this curve (RFC 5480, section 2): there is one way only to
/// write it in DER.
const SPKI: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Bytes of a point that is not compressed.
const POINT: usize = 65;

/// The system gave no randomness, or no key came out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random numbers for a key or a signature: try again")]
pub struct NoRandomness;

/// A key with its private half, which is wiped when it is dropped and never shown.
pub struct KeyPair {
    pkcs8: Zeroizing<Vec<u8>>,
    pair: EcdsaKeyPair,
    public: PublicKey,
}

/// The public half: a point of the curve, though nobody has looked whether it is on it before something that it signed
/// is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; POINT]);

impl KeyPair {
    /// A new one. Its randomness is the system's, always: nothing else is good enough for keys.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random);
        let document = document.map_err(|_| NoRandomness)?;
        Self::from_pkcs8(document.as_ref()).ok_or(NoRandomness)
    }

    /// The key in these bytes (PKCS #8, RFC 5958, with the public half in it); none if there is none of this curve, or
    /// its halves do not belong together.
    pub(crate) fn from_pkcs8(bytes: &[u8]) -> Option<Self> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, bytes, &random);
        let pair = pair.ok()?;
        let public = PublicKey::from_point(pair.public_key().as_ref())?;
        Some(Self {
            pkcs8: Zeroizing::new(bytes.to_vec()),
            pair,
            public,
        })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn pkcs8(&self) -> &Zeroizing<Vec<u8>> {
        &self.pkcs8
    }

    pub(crate) fn for_tls(&self) -> PrivatePkcs8KeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.pkcs8.to_vec())
    }

    /// A signature as certificates have it: ECDSA with SHA-256, in ASN.1 (RFC 5758, section 3.2).
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        let signature = signature.map_err(|_| NoRandomness)?;
        Ok(signature.as_ref().to_vec())
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyPair").field(&self.public.pin()).finish()
    }
}

impl PublicKey {
    pub(crate) fn from_point(point: &[u8]) -> Option<Self> {
        let point: [u8; POINT] = point.try_into().ok()?;
        (point.first() == Some(&4)).then_some(Self(point))
    }

    /// The key of a SubjectPublicKeyInfo in DER; none if it is of another kind.
    pub(crate) fn from_spki(der: &[u8]) -> Option<Self> {
        Self::from_point(der.strip_prefix(&SPKI)?)
    }

    /// As certificates have it: SubjectPublicKeyInfo in DER (RFC 5480).
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        [&SPKI[..], &self.0].concat()
    }

    /// The SHA-256 of that, by which a key is known before there is any certificate.
    #[must_use]
    pub fn pin(&self) -> Pin {
        Pin::of(&self.spki())
    }

    /// Both coordinates, 32 bytes each, big-endian.
    pub(crate) fn coordinates(&self) -> (&[u8], &[u8]) {
        let [_, coordinates @ ..] = &self.0;
        coordinates.split_at(32)
    }

    /// An identifier of the key within certificates (RFC 7093, section 2, the first method).
    pub(crate) fn identifier(&self) -> Vec<u8> {
        Sha256::digest(self.0).iter().copied().take(20).collect()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0);
        key.verify(message, signature).is_ok()
    }
}
