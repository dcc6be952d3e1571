//! What a witness remembers of a log, and the only way in which that changes.

use super::Declined;
use crate::Hash;
use crate::checkpoint::Checkpoint;
use crate::tree::{ProofError, verify_consistency};

/// The newest head of a log that a witness has cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
}

/// Before anything was cosigned: every log began empty.
impl Default for Held {
    fn default() -> Self {
        Self {
            size: 0,
            root: Hash::empty(),
        }
    }
}

impl Held {
    /// What to hold instead when a checkpoint of the log is cosigned. Its signature has been verified before.
    ///
    /// # Errors
    /// When the checkpoint may not be cosigned: it does not extend what is held, or is not proven to.
    pub fn advance(
        &self,
        old: u64,
        proof: &[Hash],
        checkpoint: &Checkpoint,
    ) -> Result<Self, Declined> {
        let &Checkpoint { size, root, .. } = checkpoint;
        if old > size {
            return Err(Declined::Beyond { old, size });
        }
        if old != self.size {
            return Err(Declined::Stale { size: self.size });
        }
        if size == old && root != self.root {
            return Err(Declined::Forked { size });
        }
        self.extended(proof, size, &root)
            .map_err(Declined::Inconsistent)?;
        Ok(Self { size, root })
    }

    fn extended(&self, proof: &[Hash], size: u64, root: &Hash) -> Result<(), ProofError> {
        match (self.size, proof.len()) {
            // Every tree extends the empty one; there is nothing to prove.
            (0, 0) => Ok(()),
            (0, found) => Err(ProofError::Length { expected: 0, found }),
            (old, _) => verify_consistency(old, size, &self.root, root, proof),
        }
    }
}
