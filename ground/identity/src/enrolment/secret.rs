//! The secret, as whoever was invited has it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use holdpoint_durable::{KeyError, KeyFile};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::text::{self, SecretMistake};
use super::{Kept, Why};
use crate::Pin;

/// 256 random bits, and the pin of the certificate authority that its owner believes. It is wiped when it is dropped.
#[derive(Clone)]
pub struct Secret {
    bits: Zeroizing<[u8; 32]>,
    pin: Pin,
}

/// Why there is no secret in a file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileMistake {
    /// There is no file.
    #[error("there is no file `{0}` with an enrolment secret")]
    Missing(String),
    /// It cannot be read, or others can read it, too.
    #[error(transparent)]
    File(#[from] KeyError),
    /// There is something else in it.
    #[error("`{path}` has no enrolment secret: {why}")]
    Text {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: SecretMistake,
    },
}

impl Secret {
    /// A secret of these random bits, and what is kept of it. It counts until `expires` (seconds since the epoch), and
    /// whoever has it may call itself by those labels.
    #[must_use]
    pub fn new(random: [u8; 32], pin: Pin, expires: i64, labels: BTreeSet<String>) -> (Self, Kept) {
        let bits = Zeroizing::new(random);
        let secret = Self { bits, pin };
        let kept = Kept {
            sha256: secret.digest(),
            expires,
            labels,
        };
        (secret, kept)
    }

    /// The secret in this text; white space around it does not count.
    ///
    /// # Errors
    /// Tells what was mistyped or cut off. Whether a secret that can be read lets anybody in is another question.
    pub fn read(text: &str) -> Result<Self, SecretMistake> {
        let (bits, pin) = text::read(text.trim())?;
        Ok(Self { bits, pin })
    }

    /// The secret in a file, which only its owner may be able to read.
    ///
    /// # Errors
    /// When there is none, when others have access (it says `chmod 600`), or when there is something else in it.
    pub fn from_file(path: &Path) -> Result<Self, FileMistake> {
        let shown = || path.display().to_string();
        let read = KeyFile::new(path).read()?;
        let text = read.ok_or_else(|| FileMistake::Missing(shown()))?;
        Self::read(&text).map_err(|why| FileMistake::Text { path: shown(), why })
    }

    /// What is shown once, and sent to the server over a connection that the pin has proved.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        text::write(&self.bits, &self.pin)
    }

    /// By which key the server is known.
    #[must_use]
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// By what the server finds what it kept of it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.bits.as_slice()).into()
    }
}

/// Nothing of the secret is shown.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret")
            .field("pin", &self.pin)
            .finish_non_exhaustive()
    }
}

impl Kept {
    /// Whether whoever presents this secret now, and calls itself by these labels, is let in.
    ///
    /// # Errors
    /// [`Why::Wrong`] before anything else, so that nobody without the secret learns more.
    pub fn admits(
        &self,
        presented: &Secret,
        labels: &BTreeSet<String>,
        now: i64,
    ) -> Result<(), Why> {
        self.is(&presented.digest())?;
        if now >= self.expires {
            return Err(Why::Expired(now.saturating_sub(self.expires)));
        }
        let beyond: Vec<_> = labels.difference(&self.labels).cloned().collect();
        match beyond.is_empty() {
            true => Ok(()),
            false => Err(Why::Labels(beyond)),
        }
    }
}
