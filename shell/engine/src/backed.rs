//! The entries of an aggregate with what proves them to somebody who does not trust this server.

use holdpoint_domain::Key;
use holdpoint_ledger::Hash;

use crate::transfer::consistency;
use crate::{At, Engine, EngineError};

/// An entry with its way to the root of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backed {
    /// Position of the entry.
    pub position: u64,
    /// Its bytes.
    pub entry: Vec<u8>,
    /// Sibling hashes from the leaf up.
    pub hashes: Vec<Hash>,
}

/// Entries, and one checkpoint that they are all under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// In order of position.
    pub entries: Vec<Backed>,
    /// The checkpoint, signed.
    pub checkpoint: Vec<u8>,
}

impl Engine {
    /// Every entry that changed the aggregate up to `last`, proven under the newest checkpoint.
    ///
    /// # Errors
    /// When `last` lies beyond the ledger, or it cannot be read.
    pub fn backing(&self, key: &Key, last: u64) -> Result<Backing, EngineError> {
        let published = self.published();
        let positions = self.view(At::Now)?.positions(key, false)?;
        let positions = positions.into_iter().filter(|at| *at <= last);
        let entries = positions.map(|position| {
            let entry = self.entry(position)?;
            let entry = entry.ok_or(EngineError::NotYet { position })?;
            let hashes = self.shared.inclusion_now(position, &published)?.hashes;
            Ok(Backed {
                position,
                entry,
                hashes,
            })
        });
        Ok(Backing {
            entries: entries.collect::<Result<_, EngineError>>()?,
            checkpoint: published.checkpoint().to_vec(),
        })
    }

    /// The proof that the ledger at size `new` extended itself at size `old`; empty from size 0.
    ///
    /// # Errors
    /// When `new` is beyond it or `old` beyond `new`, or the tree cannot be read.
    pub fn extension(&self, old: u64, new: u64) -> Result<Vec<Hash>, EngineError> {
        let size = self.published().size();
        if new > size {
            return Err(EngineError::Beyond {
                position: new,
                size,
            });
        }
        consistency(&*self.shared.readers.lend(), old, new)
    }
}
