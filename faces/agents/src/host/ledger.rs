//! The ledger as this host knows it: its key, and the newest tree that was verified. Every later one has to extend that.

use std::path::{Path, PathBuf};

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use holdpoint_ledger::note::{Verifier, VerifierKey};
use holdpoint_ledger::tree::verify_consistency;
use serde::{Deserialize, Serialize};

/// What is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// The key, as C2SP writes verifier keys; its name is that of the log.
    key: String,
    /// Entries of the newest tree that was verified.
    size: u64,
    /// Its root in base64; empty as long as there is none.
    root: String,
}

/// The ledger as this host knows it.
pub(super) struct Known {
    path: PathBuf,
    verifier: Box<dyn Verifier>,
    origin: String,
    kept: Kept,
}

/// Two sizes between which it has to be proven that the ledger only grew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Growth {
    pub(super) old: (u64, Hash),
    pub(super) new: (u64, Hash),
}

/// What a checkpoint is to what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// The same tree, or the first.
    Known,
    /// Another one, if this is proven.
    Other(Growth),
}

impl Known {
    /// A ledger with that key, of which nothing was seen yet.
    pub(super) fn create(path: &Path, key: &str) -> Result<Self, String> {
        let known = Self::of(
            path,
            Kept {
                key: key.to_owned(),
                size: 0,
                root: String::new(),
            },
        )?;
        known.keep()?;
        Ok(known)
    }

    /// The one in that file.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let text = std::fs::read(path).map_err(|error| failed(path, error))?;
        let kept = serde_json::from_slice(&text).map_err(|error| failed(path, error))?;
        Self::of(path, kept)
    }

    fn of(path: &Path, kept: Kept) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("the key of the ledger: {error}");
        let key: VerifierKey = kept.key.parse().map_err(|error| wrong(&error))?;
        Ok(Self {
            path: path.to_owned(),
            verifier: key.verifier().map_err(|error| wrong(&error))?,
            origin: key.name,
            kept,
        })
    }

    /// Opens a checkpoint: its key has to have signed it.
    pub(super) fn checkpoint(&self, note: &str) -> Result<Checkpoint, String> {
        let opened = SignedCheckpoint::open(note.as_bytes(), &self.origin, &[&*self.verifier]);
        let opened = opened.map_err(|error| format!("the checkpoint is not signed: {error}"))?;
        Ok(opened.checkpoint)
    }

    /// What has to be proven of it.
    pub(super) fn seen(&self, checkpoint: &Checkpoint) -> Result<Seen, String> {
        let Ok(root) = Hash::from_base64(&self.kept.root) else {
            return Ok(Seen::Known);
        };
        let (known, here) = ((self.kept.size, root), (checkpoint.size, checkpoint.root));
        if known == here {
            return Ok(Seen::Known);
        }
        if known.0 == here.0 {
            return Err(format!(
                "the ledger was forked: two trees of size {} were signed",
                here.0
            ));
        }
        let (old, new) = match known.0 < here.0 {
            true => (known, here),
            false => (here, known),
        };
        Ok(Seen::Other(Growth { old, new }))
    }

    /// Takes the proof; the larger of both trees is the newest from now on.
    pub(super) fn grew(&mut self, growth: &Growth, proof: &[Hash]) -> Result<(), String> {
        let (old, new) = (&growth.old, &growth.new);
        verify_consistency(old.0, new.0, &old.1, &new.1, proof)
            .map_err(|error| format!("the ledger was changed behind entry {}: {error}", old.0))?;
        self.learn(new.0, &new.1)
    }

    /// A tree that was verified.
    pub(super) fn learn(&mut self, size: u64, root: &Hash) -> Result<(), String> {
        if size <= self.kept.size {
            return Ok(());
        }
        (self.kept.size, self.kept.root) = (size, root.to_base64());
        self.keep()
    }

    fn keep(&self) -> Result<(), String> {
        let text = serde_json::to_vec(&self.kept).map_err(|error| failed(&self.path, error))?;
        // Behind what it was before a machine failed, it is only asked to extend less.
        let draft = self.path.with_extension("new");
        std::fs::write(&draft, text)
            .and_then(|()| std::fs::rename(&draft, &self.path))
            .map_err(|error| failed(&self.path, error))
    }
}

fn failed(path: &Path, error: impl std::fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}
