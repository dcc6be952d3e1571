//! The two horizons of a ledger: up to where it is signed, and up to where others have witnessed it.
//!
//! The signed horizon is the head. The witnessed one is the newest checkpoint that enough witnesses of the
//! organisation have cosigned: below it nobody can show another history, not even with this ledger's own key.

use std::sync::Arc;

use holdpoint_domain::organisation::Witnesses;
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::{Checkpoint, CheckpointError};
use holdpoint_ledger::policy::TrustPolicy;
use holdpoint_ledger::tile::{EdgedTiles, TileNodes};
use holdpoint_ledger::tree::{GenerateError, consistency_proof, root_of};

use crate::tiles::StoredTiles;
use crate::{Engine, EngineError, Published};

/// A checkpoint of this ledger that enough witnesses have cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Horizon {
    /// Number of entries below it.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// Who cosigned it, as the organisation calls them, each with the time that they state, in seconds since the
    /// epoch.
    pub by: Vec<(String, u64)>,
    /// The checkpoint with all its signatures.
    pub note: Vec<u8>,
    /// Who was believed then.
    witnesses: Witnesses,
}

/// Why a cosigned checkpoint is no horizon of this ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HorizonError {
    /// It is not signed as it should be.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Entries that this ledger signed before are gone.
    #[error(
        "a checkpoint of size {signed} was signed and cosigned, and the ledger has {here} entries: entries are gone"
    )]
    RolledBack {
        /// Size of the checkpoint.
        signed: u64,
        /// Size of the ledger.
        here: u64,
    },
    /// This ledger signed another history before.
    #[error(
        "another tree of size {size} was signed and cosigned: the ledger is not the one that it was"
    )]
    Forked {
        /// Size of both trees.
        size: u64,
    },
    /// The ledger cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl HorizonError {
    /// Whether the ledger contradicts what it signed before.
    #[must_use]
    pub fn contradicts(&self) -> bool {
        matches!(self, Self::RolledBack { .. } | Self::Forked { .. })
    }
}

impl Engine {
    /// Whom the organisation believes to cosign; none if nobody.
    #[must_use]
    pub fn witnesses(&self) -> Option<Witnesses> {
        self.shared.believed()
    }

    /// The newest checkpoint that enough of those have cosigned who are believed now.
    #[must_use]
    pub fn horizon(&self) -> Option<Arc<Horizon>> {
        self.shared.believed_horizon()
    }

    /// The policy by which checkpoints of this ledger count as witnessed; none if nobody is believed.
    #[must_use]
    pub fn trust_policy(&self) -> Option<TrustPolicy> {
        // What is wrong with witnesses was refused when they were declared.
        self.witnesses()?.policy(Some(self.key().clone())).ok()
    }

    /// Takes a checkpoint of this ledger with cosignatures; the horizon, if they are enough. An older one than is
    /// known changes nothing.
    ///
    /// # Errors
    /// When it is not signed as it should be, or contradicts this ledger.
    pub fn cosigned(&self, note: &[u8]) -> Result<Option<Arc<Horizon>>, HorizonError> {
        let Some((witnesses, policy)) = self.witnesses().zip(self.trust_policy()) else {
            return Ok(None);
        };
        let opened = policy.open(note)?;
        if let Err(error) = self.shared.descends(&opened.signed.checkpoint) {
            if error.contradicts() {
                let signed = opened.signed.checkpoint;
                self.shared.contradiction.store(Some(Arc::new(signed)));
            }
            return Err(error);
        }
        if !opened.enough {
            return Ok(None);
        }
        let named =
            |(at, time): &(usize, u64)| Some((policy.witnesses().get(*at)?.name.clone(), *time));
        let Checkpoint { size, root, .. } = opened.signed.checkpoint;
        let horizon = Arc::new(Horizon {
            size,
            root,
            by: opened.by.iter().filter_map(named).collect(),
            note: note.to_vec(),
            witnesses,
        });
        Ok(Some(self.shared.advance(horizon)))
    }

    /// A checkpoint that this ledger signed before and does not descend from, if one has shown up.
    #[must_use]
    pub fn contradiction(&self) -> Option<Arc<Checkpoint>> {
        self.shared.contradiction.load_full()
    }

    /// The root of the tree over the first entries.
    ///
    /// # Errors
    /// When there are not so many, or the tree cannot be read.
    pub fn root_at(&self, size: u64) -> Result<Hash, EngineError> {
        let published = self.shared.published.load_full();
        let here = published.size();
        if size > here {
            return Err(EngineError::Beyond {
                position: size,
                size: here,
            });
        }
        self.shared.root_at(&published, size)
    }

    /// The proof that the ledger at `published` extends itself at size `old`; empty from size 0.
    ///
    /// # Errors
    /// When `old` is beyond it, or the tree cannot be read.
    pub fn consistency(&self, published: &Published, old: u64) -> Result<Vec<Hash>, EngineError> {
        let size = published.size();
        if old == 0 {
            return Ok(Vec::new());
        }
        let reader = self.shared.readers.lend();
        let tiles = EdgedTiles::new(StoredTiles(&*reader), &published.edge);
        let proof = consistency_proof(&TileNodes::new(tiles, size), old, size);
        proof.map_err(|error| match error {
            GenerateError::Source(source) => source,
            _ => EngineError::Beyond {
                position: old,
                size,
            },
        })
    }
}

impl crate::shared::Shared {
    fn believed(&self) -> Option<Witnesses> {
        let published = self.published.load();
        let organisation = published.state.organisation.as_ref();
        organisation.and_then(|known| known.settings.witnesses.clone())
    }

    fn believed_horizon(&self) -> Option<Arc<Horizon>> {
        let kept = self.horizon.load_full()?;
        // Compared where it stands: every decision asks.
        let published = self.published.load();
        let settings = &published.state.organisation.as_ref()?.settings;
        (settings.witnesses.as_ref() == Some(&kept.witnesses)).then_some(kept)
    }

    /// How many entries enough witnesses have cosigned.
    pub(crate) fn witnessed(&self) -> u64 {
        self.believed_horizon().map_or(0, |horizon| horizon.size)
    }

    /// Whether the ledger as it stands extends a checkpoint.
    fn descends(&self, checkpoint: &Checkpoint) -> Result<(), HorizonError> {
        let published = self.published.load_full();
        let &Checkpoint { size, root, .. } = checkpoint;
        let here = published.size();
        if size > here {
            return Err(HorizonError::RolledBack { signed: size, here });
        }
        let found = self.root_at(&published, size)?;
        match found == root {
            true => Ok(()),
            false => Err(HorizonError::Forked { size }),
        }
    }

    /// The root of the tree over the first entries, of which there are as many.
    fn root_at(&self, published: &Published, size: u64) -> Result<Hash, EngineError> {
        let reader = self.readers.lend();
        let tiles = EdgedTiles::new(StoredTiles(&*reader), &published.edge);
        root_of(&TileNodes::new(tiles, published.size()), size)
    }

    /// The newer of what is known and this, which is known from now on.
    fn advance(&self, new: Arc<Horizon>) -> Arc<Horizon> {
        let newer = |kept: &Option<Arc<Horizon>>| match kept {
            Some(kept) if kept.witnesses == new.witnesses && kept.size > new.size => {
                Arc::clone(kept)
            }
            _ => Arc::clone(&new),
        };
        let _ = self.horizon.rcu(|kept| Some(newer(kept)));
        newer(&self.horizon.load_full())
    }
}
