//! What callers hand in, and what they get.

use std::ops::Range;
use std::sync::Arc;

use holdpoint_domain::{Actor, Command, Refusal};
use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::AppendedBatch;

use crate::EngineError;
use crate::entry::Recorded;
use crate::shared::Shared;

/// A command and who asks for it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who asks.
    pub actor: Actor,
    /// The actor's key for this request: asked again with the same key and body within 30 days, it is not
    /// done again, and gets the same answer.
    pub key: Option<String>,
    /// SHA-256 of the request as it was sent; counts only with a key.
    pub body: Hash,
    /// What is asked for.
    pub command: Command,
}

impl Request {
    /// A request without a key.
    pub fn new(actor: Actor, command: impl Into<Command>) -> Self {
        Self {
            actor,
            key: None,
            body: Hash::empty(),
            command: command.into(),
        }
    }

    /// The same under a key, with the digest of the body as it was sent.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>, body: Hash) -> Self {
        self.key = Some(key.into());
        self.body = body;
        self
    }
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was done; the events stand in the ledger.
    Accepted,
    /// It was refused; events, if any, say so in the ledger.
    Refused(Refusal),
}

/// What came of a request. When it is given, everything in it is durable.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How it ended.
    pub outcome: Outcome,
    /// Where its events stand; empty if nothing changed.
    pub positions: Range<u64>,
    /// Its events.
    pub events: Vec<Arc<Recorded>>,
    /// Whether this is the answer to an earlier request with the same key.
    pub repeated: bool,
    /// The signed checkpoint of a tree that holds the events; empty only while the ledger is.
    pub checkpoint: Arc<[u8]>,
    pub(crate) basis: Basis,
}

/// Where the proofs of an answer come from.
#[derive(Clone)]
pub(crate) enum Basis {
    /// The batch that appended its events.
    Batch(Arc<AppendedBatch>),
    /// The tree as it was stored, at this size.
    Stored(Arc<Shared>, u64),
}

/// That an entry stands at its position in the tree of a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// Position of the entry.
    pub position: u64,
    /// Size of the tree.
    pub size: u64,
    /// Sibling hashes from the leaf up.
    pub hashes: Vec<Hash>,
}

impl Answer {
    /// Whether it was done.
    #[must_use]
    pub fn accepted(&self) -> bool {
        self.outcome == Outcome::Accepted
    }

    /// The answer itself if it was done.
    ///
    /// # Errors
    /// The refusal.
    pub fn done(self) -> Result<Self, Refusal> {
        match self.outcome {
            Outcome::Accepted => Ok(self),
            Outcome::Refused(refusal) => Err(refusal),
        }
    }

    /// The inclusion proof of each event against [`Answer::checkpoint`], computed now.
    ///
    /// # Errors
    /// When the tree of an earlier answer cannot be read.
    pub fn proofs(&self) -> Result<Vec<Inclusion>, EngineError> {
        self.positions
            .clone()
            .map(|position| self.proof(position))
            .collect()
    }

    fn proof(&self, position: u64) -> Result<Inclusion, EngineError> {
        match &self.basis {
            Basis::Stored(shared, size) => shared.inclusion(position, *size),
            Basis::Batch(batch) => {
                let size = batch.new_size();
                let hashes = batch.inclusion_proof(position);
                let hashes = hashes.map_err(|_| EngineError::Beyond { position, size })?;
                Ok(Inclusion {
                    position,
                    size,
                    hashes,
                })
            }
        }
    }
}

impl std::fmt::Debug for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Batch(batch) => write!(f, "Batch({})", batch.new_size()),
            Self::Stored(_, size) => write!(f, "Stored({size})"),
        }
    }
}
