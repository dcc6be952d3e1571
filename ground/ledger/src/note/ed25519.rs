//! Ed25519 signatures over a note's text: signature type `0x01`.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::{KeyError, KeyId, KeyKind, SignError, Signer, Verifier, VerifierKey};
use crate::strict64;

const PREFIX: &str = "PRIVATE+KEY+";

/// A secret Ed25519 key with a name and a signature type. It does not show its secret.
pub(crate) struct Ed25519Secret {
    secret: SigningKey,
    public: VerifierKey,
}

impl Ed25519Secret {
    pub(crate) fn new(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, kind, secret.verifying_key().as_bytes())?;
        Ok(Self { secret, public })
    }

    /// Reads `PRIVATE+KEY+name+id+base64(type, seed)`; the id is that of the public key.
    pub(crate) fn parse(text: &str, kind: KeyKind) -> Result<Self, KeyError> {
        let rest = text.strip_prefix(PREFIX).ok_or(KeyError::Signer)?;
        let (name, rest) = rest.split_once('+').ok_or(KeyError::Signer)?;
        let (id, blob) = rest.split_once('+').ok_or(KeyError::Signer)?;
        let found: KeyId = id.parse().map_err(|()| KeyError::Signer)?;
        let blob = Zeroizing::new(strict64::decode(blob).map_err(|_| KeyError::Signer)?);
        let (written, seed) = blob.split_first().ok_or(KeyError::Signer)?;
        if *written != kind.byte() {
            return Err(KeyError::Kind {
                name: name.to_owned(),
                kind: *written,
            });
        }
        let seed = Zeroizing::new(<[u8; 32]>::try_from(seed).map_err(|_| KeyError::Signer)?);
        let key = Self::new(name, kind, &seed)?;
        let expected = key.public.id;
        if expected != found {
            return Err(KeyError::Id {
                name: name.to_owned(),
                expected,
                found,
            });
        }
        Ok(key)
    }

    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(self.secret.to_bytes());
        let blob = Zeroizing::new([&[self.public.kind][..], &seed[..]].concat());
        let encoded = Zeroizing::new(strict64::encode(&*blob));
        Zeroizing::new(format!(
            "{PREFIX}{}+{}+{}",
            self.public.name, self.public.id, *encoded
        ))
    }

    pub(crate) fn public(&self) -> &VerifierKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl fmt::Debug for Ed25519Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ed25519Secret")
            .field(&self.public.to_string())
            .finish()
    }
}

/// Signs notes with an Ed25519 key.
#[derive(Debug)]
pub struct Ed25519Signer(Ed25519Secret);

impl Ed25519Signer {
    /// The key that grows from a seed of 32 random bytes.
    ///
    /// # Errors
    /// When the name may not name a key.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        Ed25519Secret::new(name, KeyKind::Ed25519, seed).map(Self)
    }

    /// Reads a signing key: `PRIVATE+KEY+name+id+base64(0x01, seed)`.
    ///
    /// # Errors
    /// When the text is no such key; the error does not repeat it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Ed25519Secret::parse(text, KeyKind::Ed25519).map(Self)
    }

    /// The text that [`Ed25519Signer::parse`] reads. It is a secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.to_text()
    }

    /// The public half, to give to verifiers.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        self.0.public()
    }
}

impl Signer for Ed25519Signer {
    fn name(&self) -> &str {
        &self.0.public().name
    }

    fn id(&self) -> KeyId {
        self.0.public().id
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>, SignError> {
        Ok(self.0.sign(text.as_bytes()).to_vec())
    }
}

/// Verifies Ed25519 signatures over a note's text.
#[derive(Debug, Clone)]
pub struct Ed25519Verifier {
    key: VerifierKey,
    public: VerifyingKey,
}

impl Ed25519Verifier {
    /// What verifies this key's signatures.
    ///
    /// # Errors
    /// When it has another type or no valid public key.
    pub fn new(key: &VerifierKey) -> Result<Self, KeyError> {
        if key.kind != KeyKind::Ed25519.byte() {
            return Err(KeyError::Kind {
                name: key.name.clone(),
                kind: key.kind,
            });
        }
        Ok(Self {
            key: key.clone(),
            public: public_key(key)?,
        })
    }
}

/// The Ed25519 key in a verifier key of either type.
pub(crate) fn public_key(key: &VerifierKey) -> Result<VerifyingKey, KeyError> {
    let wrong = || KeyError::Public {
        name: key.name.clone(),
    };
    let bytes = <[u8; 32]>::try_from(key.public.as_slice()).map_err(|_| wrong())?;
    VerifyingKey::from_bytes(&bytes).map_err(|_| wrong())
}

/// Whether `signature` is exactly 64 bytes that the key made over `message`.
pub(crate) fn verify_bytes(public: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    ed25519_dalek::Signature::from_slice(signature)
        .is_ok_and(|signature| public.verify_strict(message, &signature).is_ok())
}

impl Verifier for Ed25519Verifier {
    fn name(&self) -> &str {
        &self.key.name
    }

    fn id(&self) -> KeyId {
        self.key.id
    }

    fn verify(&self, text: &str, signature: &[u8]) -> bool {
        verify_bytes(&self.public, text.as_bytes(), signature)
    }
}
