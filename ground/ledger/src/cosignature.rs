//! Cosignatures of checkpoints, as C2SP tlog-cosignature 1.0.1 says: a witness vouches that at some time this
//! was the largest tree of the log that it knew, consistent with all before. Signature type `0x04`.

use ed25519_dalek::VerifyingKey;
use zeroize::Zeroizing;

use crate::note::{
    Ed25519Secret, KeyError, KeyId, KeyKind, SignError, Signature, Signer, Verifier, VerifierKey,
    public_key, verify_bytes,
};

/// Bytes of a cosignature: the time and an Ed25519 signature.
const BYTES: usize = 8 + 64;

/// Cosigns checkpoints as of one time.
#[derive(Debug)]
pub struct Cosigner {
    key: Ed25519Secret,
}

/// A cosigner at a moment; signs like any other key.
#[derive(Debug, Clone, Copy)]
pub struct CosignerAt<'a> {
    key: &'a Ed25519Secret,
    seconds: u64,
}

impl Cosigner {
    /// The key that grows from a seed of 32 random bytes.
    ///
    /// # Errors
    /// When the name may not name a key.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = Ed25519Secret::new(name, KeyKind::Cosignature, seed)?;
        Ok(Self { key })
    }

    /// Reads a signing key: `PRIVATE+KEY+name+id+base64(0x04, seed)`.
    ///
    /// # Errors
    /// When the text is no such key; the error does not repeat it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = Ed25519Secret::parse(text, KeyKind::Cosignature)?;
        Ok(Self { key })
    }

    /// The text that [`Cosigner::parse`] reads. It is a secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        self.key.to_text()
    }

    /// The public half, to give to verifiers.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        self.key.public()
    }

    /// The cosigner as of `seconds` since the epoch.
    #[must_use]
    pub fn at(&self, seconds: u64) -> CosignerAt<'_> {
        CosignerAt {
            key: &self.key,
            seconds,
        }
    }
}

impl Signer for CosignerAt<'_> {
    fn name(&self) -> &str {
        &self.key.public().name
    }

    fn id(&self) -> KeyId {
        self.key.public().id
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>, SignError> {
        if i64::try_from(self.seconds).is_err() {
            let reason = format!("the time {} is beyond 2^63 - 1 seconds", self.seconds);
            return Err(SignError {
                name: self.name().to_owned(),
                reason,
            });
        }
        let signature = self.key.sign(message(self.seconds, text).as_bytes());
        Ok([&self.seconds.to_be_bytes()[..], &signature].concat())
    }
}

/// Verifies the cosignatures of one key.
#[derive(Debug, Clone)]
pub struct CosignatureVerifier {
    key: VerifierKey,
    public: VerifyingKey,
}

impl CosignatureVerifier {
    /// What verifies this key's cosignatures.
    ///
    /// # Errors
    /// When it has another type or no valid public key.
    pub fn new(key: &VerifierKey) -> Result<Self, KeyError> {
        if key.kind != KeyKind::Cosignature.byte() {
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

impl Verifier for CosignatureVerifier {
    fn name(&self) -> &str {
        &self.key.name
    }

    fn id(&self) -> KeyId {
        self.key.id
    }

    fn verify(&self, text: &str, signature: &[u8]) -> bool {
        let Some((seconds, signature)) = parts(signature) else {
            return false;
        };
        verify_bytes(&self.public, message(seconds, text).as_bytes(), signature)
    }
}

/// When a cosignature was made, in seconds since the epoch; none when it is no cosignature. It is only to be
/// believed when the signature is verified.
#[must_use]
pub fn cosigned_at(signature: &Signature) -> Option<u64> {
    parts(&signature.bytes).map(|(seconds, _)| seconds)
}

fn parts(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let seconds = u64::from_be_bytes(*time);
    (bytes.len() == BYTES && i64::try_from(seconds).is_ok()).then_some((seconds, signature))
}

fn message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}
