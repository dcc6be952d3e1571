//! Checkpoints, as C2SP tlog-checkpoint 1.0.0 says: the head of a log's tree as the text of a signed note.

use std::fmt;
use std::str::FromStr;

use crate::Hash;
use crate::note::{Note, NoteError, SignError, Signer, Verified, Verifier};
use crate::tile::plain_number;

/// What a log says about itself at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
    /// Further lines, opaque and never empty. We write none.
    pub extensions: Vec<String>,
}

/// A checkpoint whose note known keys signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What they signed.
    pub checkpoint: Checkpoint,
    /// The note around it.
    pub note: Verified,
}

/// Why bytes are not a checkpoint to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint to the letter.
    #[error("line {line} of the checkpoint is malformed: {reason}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Not a note, or not one of a known key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Another log.
    #[error("the checkpoint is of log `{found}`, not of `{expected}`")]
    Origin {
        /// The log that was asked for.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },
}

impl Checkpoint {
    /// The checkpoint of a log at a size, without further lines.
    #[must_use]
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self {
            origin: origin.into(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Signs the checkpoint; returns the bytes of the note.
    ///
    /// # Errors
    /// When the origin or an extension line is no single line of text, or a key cannot sign.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<Vec<u8>, CheckpointSignError> {
        let text = self.to_string();
        if text.parse().as_ref() != Ok(self) {
            return Err(CheckpointSignError::Text(self.origin.clone()));
        }
        let mut note = Note::new(text)?;
        signers.iter().try_for_each(|signer| note.sign(*signer))?;
        Ok(note.to_bytes())
    }
}

/// Why a checkpoint was not signed.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointSignError {
    /// Its text would not read back.
    #[error("the origin `{0}` or an extension line is empty or holds a line break")]
    Text(String),
    /// Its text may not be in a note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A key did not sign.
    #[error(transparent)]
    Key(#[from] SignError),
}

impl SignedCheckpoint {
    /// Reads and verifies a checkpoint of the log `origin`.
    ///
    /// # Errors
    /// When it is malformed, no known key signed it, a known key's signature is wrong, or it is another log's.
    pub fn open(
        bytes: &[u8],
        origin: &str,
        known: &[&dyn Verifier],
    ) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?
            .verify(known)
            .map_err(|untrusted| untrusted.reason)?;
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != origin {
            return Err(CheckpointError::Origin {
                expected: origin.to_owned(),
                found: checkpoint.origin,
            });
        }
        Ok(Self { checkpoint, note })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}\n{}\n{}",
            self.origin,
            self.size,
            self.root.to_base64()
        )?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let body = text
            .strip_suffix('\n')
            .ok_or_else(|| wrong(1, "the text does not end with a newline"))?;
        let mut lines = body.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty());
        let origin = origin
            .ok_or_else(|| wrong(1, "the origin is empty"))?
            .to_owned();
        let size = lines.next().and_then(plain_number);
        let size =
            size.ok_or_else(|| wrong(2, "the size is not a decimal number without leading zeros"))?;
        let root = lines
            .next()
            .ok_or_else(|| wrong(3, "the root hash is missing"))?;
        let root = Hash::from_base64(root).map_err(|error| wrong(3, error))?;
        let extensions: Vec<_> = lines.map(str::to_owned).collect();
        if let Some(at) = extensions.iter().position(String::is_empty) {
            return Err(wrong(4 + at, "an extension line is empty"));
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }
}

fn wrong(line: usize, reason: impl ToString) -> CheckpointError {
    CheckpointError::Line {
        line,
        reason: reason.to_string(),
    }
}
