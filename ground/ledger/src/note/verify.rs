//! From a note to a text that may be trusted.

use super::{Note, NoteError, Signature, Verifier};

/// A note that at least one known key signed, and none wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    note: Note,
    /// Positions of the verified signatures among all.
    verified: Vec<usize>,
}

/// A note that could not be verified, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct UntrustedNote {
    /// The note.
    pub note: Note,
    /// Why it is not to be trusted.
    pub reason: NoteError,
}

impl Verified {
    /// The text that known keys signed, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        self.note.unverified_text()
    }

    /// The signatures that known keys made, in order of their lines.
    pub fn signatures(&self) -> impl Iterator<Item = &Signature> {
        self.verified
            .iter()
            .filter_map(|at| self.note.signatures().get(*at))
    }

    /// The note with all its signatures, those of unknown keys too.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }
}

impl Note {
    /// Verifies the signatures of known keys and passes over those of unknown ones. Of several signatures by
    /// one key the first counts.
    ///
    /// # Errors
    /// When a known key's signature is wrong, no known key signed, or two known keys cannot be told apart.
    pub fn verify(self, known: &[&dyn Verifier]) -> Result<Verified, Box<UntrustedNote>> {
        match check(&self, known) {
            Ok(verified) => Ok(Verified {
                note: self,
                verified,
            }),
            Err(reason) => Err(Box::new(UntrustedNote { note: self, reason })),
        }
    }
}

fn check(note: &Note, known: &[&dyn Verifier]) -> Result<Vec<usize>, NoteError> {
    let mut verified = Vec::new();
    for (at, signature) in note.signatures.iter().enumerate() {
        let Some(verifier) = key_of(signature, known)? else {
            continue;
        };
        let earlier = note.signatures.iter().take(at);
        if earlier.into_iter().any(|other| same_key(other, signature)) {
            continue;
        }
        if !verifier.verify(&note.text, &signature.bytes) {
            let Signature { name, id, .. } = signature.clone();
            return Err(NoteError::Invalid { name, id });
        }
        verified.push(at);
    }
    if verified.is_empty() {
        let found = note
            .signatures
            .iter()
            .map(|one| (one.name.clone(), one.id))
            .collect();
        return Err(NoteError::Unverified { found });
    }
    Ok(verified)
}

fn same_key(one: &Signature, other: &Signature) -> bool {
    one.name == other.name && one.id == other.id
}

fn key_of<'a>(
    signature: &Signature,
    known: &[&'a dyn Verifier],
) -> Result<Option<&'a dyn Verifier>, NoteError> {
    let mut keys = known
        .iter()
        .copied()
        .filter(|key| key.name() == signature.name && key.id() == signature.id);
    let key = keys.next();
    if keys.next().is_some() {
        return Err(NoteError::Ambiguous {
            name: signature.name.clone(),
            id: signature.id,
        });
    }
    Ok(key)
}
