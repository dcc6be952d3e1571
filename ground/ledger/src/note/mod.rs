//! Signed notes, as C2SP signed-note 1.0.0 says: a text, and lines in which keys vouch for it.
//!
//! The signature type is open: whatever implements [`Signer`] and [`Verifier`] takes part. Ed25519 is here, the
//! cosignatures of witnesses are in [`crate::cosignature`].

mod ed25519;
mod key;
mod parse;
mod verify;

pub(crate) use ed25519::{Ed25519Secret, public_key, verify_bytes};
pub use ed25519::{Ed25519Signer, Ed25519Verifier};
pub use key::{KeyError, KeyId, KeyKind, VerifierKey, check_name};
pub use parse::{MAX_NOTE_BYTES, MAX_SIGNATURES, NoteError};
pub use verify::{UntrustedNote, Verified};

use crate::strict64;

/// A signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// Id of the key, which with the name tells the key and its type.
    pub id: KeyId,
    /// What the key's algorithm wrote; never empty.
    pub bytes: Vec<u8>,
}

/// A text with its signatures, not verified yet: nothing may be concluded from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// Signs notes with one key.
pub trait Signer {
    /// Name of the key.
    fn name(&self) -> &str;
    /// Id of the key.
    fn id(&self) -> KeyId;
    /// The signature of a note's text, without the key id.
    ///
    /// # Errors
    /// When the key cannot sign, such as one in a device that does not answer.
    fn sign(&self, text: &str) -> Result<Vec<u8>, SignError>;
}

/// Verifies the signatures of one key.
pub trait Verifier: Send + Sync {
    /// Name of the key.
    fn name(&self) -> &str;
    /// Id of the key.
    fn id(&self) -> KeyId;
    /// Whether `signature` (without the key id) is one of this key over `text`.
    fn verify(&self, text: &str, signature: &[u8]) -> bool;
}

/// Why a key did not sign.
#[derive(Debug, thiserror::Error)]
#[error("key `{name}` cannot sign: {reason}")]
pub struct SignError {
    /// Name of the key.
    pub name: String,
    /// What happened.
    pub reason: String,
}

impl Note {
    /// A note of this text without signatures.
    ///
    /// # Errors
    /// When the text does not end with a newline or holds control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        parse::check_text(&text)?;
        Ok(Self {
            text,
            signatures: Vec::new(),
        })
    }

    /// Reads a note; verifies nothing.
    ///
    /// # Errors
    /// When the bytes are not a note to the letter.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        parse::parse(bytes)
    }

    /// The text that the signatures are over, with its last newline.
    #[must_use]
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// All signatures, verified or not, in order.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a signature at the end; one that the same key made before is replaced.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign(&mut self, signer: &dyn Signer) -> Result<(), SignError> {
        let bytes = signer.sign(&self.text)?;
        self.push(Signature {
            name: signer.name().to_owned(),
            id: signer.id(),
            bytes,
        });
        Ok(())
    }

    /// Adds a signature at the end; one of the same key is replaced.
    pub fn push(&mut self, signature: Signature) {
        self.signatures
            .retain(|other| (&other.name, other.id) != (&signature.name, signature.id));
        self.signatures.push(signature);
    }

    /// The bytes of the note.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut note = format!("{}\n", self.text);
        for signature in &self.signatures {
            note.push_str(&signature.line());
        }
        note.into_bytes()
    }
}

impl Signature {
    /// Whether it says that it was made by this key; that is only to be believed when it is verified.
    #[must_use]
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        (&self.name, self.id) == (&key.name, key.id)
    }

    /// The line in the note, with its newline.
    #[must_use]
    pub fn line(&self) -> String {
        let blob = [&self.id.0[..], &self.bytes].concat();
        format!("\u{2014} {} {}\n", self.name, strict64::encode(blob))
    }
}
