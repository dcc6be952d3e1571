//! What a batch adds to a tree, and the proofs of its entries, without a read from any store.

use super::{Frontier, ProofError};
use crate::Hash;

/// The new nodes of a batch, level by level. Together with the old frontier they hold every node on the way
/// from a new leaf to the new root: a left sibling that lies wholly in the old tree is always a peak of it.
#[derive(Debug, Clone)]
pub struct AppendedBatch {
    old_size: u64,
    new_size: u64,
    levels: Vec<Level>,
    root: Hash,
}

/// One level of the nodes.
#[derive(Debug, Clone)]
struct Level {
    /// Index of the first known node; always even.
    start: u64,
    /// At most one peak of the old tree, then the new nodes.
    nodes: Vec<Hash>,
    /// The peak of the new tree at this level, if it has one.
    peak: Option<Hash>,
    /// The fold of the new tree's peaks below this level: its ragged right edge as seen from here.
    ragged: Option<Hash>,
}

impl AppendedBatch {
    /// Appends the hashes of `leaves` to the tree behind `frontier`. Hashes one node a leaf or so.
    #[must_use]
    pub fn new(frontier: &Frontier, leaves: Vec<Hash>) -> Self {
        let old_size = frontier.size();
        let new_size = old_size + leaves.len() as u64;
        let mut levels = Vec::new();
        let (mut fresh, mut ragged) = (leaves, None);
        for level in (0..64).take_while(|level| new_size >> level > 0) {
            let mut known = Level::join(frontier.peak(level), old_size >> level, fresh);
            fresh = known.parents();
            known.peak = (new_size >> level & 1 == 1)
                .then(|| known.get((new_size >> level) - 1))
                .flatten();
            known.ragged = ragged;
            ragged = known.fold();
            levels.push(known);
        }
        let root = ragged.unwrap_or_else(Hash::empty);
        Self {
            old_size,
            new_size,
            levels,
            root,
        }
    }

    /// Number of leaves before.
    #[must_use]
    pub fn old_size(&self) -> u64 {
        self.old_size
    }

    /// Number of leaves afterwards.
    #[must_use]
    pub fn new_size(&self) -> u64 {
        self.new_size
    }

    /// The root afterwards.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The frontier afterwards.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        let hashes = self
            .levels
            .iter()
            .rev()
            .filter_map(|level| level.peak)
            .collect();
        Frontier {
            size: self.new_size,
            hashes,
        }
    }

    /// The inclusion proof of an entry of the batch against the new size: hashes from the leaf up. Hashes nothing.
    ///
    /// # Errors
    /// When the entry is not one of the batch.
    pub fn inclusion_proof(&self, index: u64) -> Result<Vec<Hash>, ProofError> {
        if index < self.old_size || index >= self.new_size {
            return Err(ProofError::Beyond {
                index,
                size: self.new_size,
            });
        }
        let mut proof = Vec::with_capacity(self.levels.len());
        for (height, level) in self.levels.iter().enumerate() {
            let (node, count) = (index >> height, self.new_size >> height);
            proof.extend(if node == count {
                // On the way through the ragged edge only peaks, further left, are siblings.
                level.peak
            } else if node ^ 1 < count {
                level.get(node ^ 1)
            } else {
                // The last perfect node, without a perfect sibling: all that lies right of it, folded.
                level.ragged
            });
        }
        Ok(proof)
    }

    /// New nodes of `level`, in order, with the index of the first.
    pub(crate) fn fresh(&self, level: u8) -> (u64, &[Hash]) {
        let first = self.old_size >> level;
        let Some(known) = self.levels.get(usize::from(level)) else {
            return (first, &[]);
        };
        let skip = usize::try_from(first - known.start).unwrap_or(usize::MAX);
        (first, known.nodes.get(skip..).unwrap_or_default())
    }
}

impl Level {
    fn join(peak: Option<Hash>, first_fresh: u64, fresh: Vec<Hash>) -> Self {
        let (start, nodes) = match peak {
            None => (first_fresh, fresh),
            Some(peak) => (
                first_fresh - 1,
                std::iter::once(peak).chain(fresh).collect(),
            ),
        };
        Self {
            start,
            nodes,
            peak: None,
            ragged: None,
        }
    }

    fn get(&self, index: u64) -> Option<Hash> {
        let at = usize::try_from(index.checked_sub(self.start)?).ok()?;
        self.nodes.get(at).copied()
    }

    fn parents(&self) -> Vec<Hash> {
        let (pairs, _) = self.nodes.as_chunks::<2>();
        pairs
            .iter()
            .map(|[left, right]| Hash::node(left, right))
            .collect()
    }

    /// The fold of the peaks up to and including this level.
    fn fold(&self) -> Option<Hash> {
        match (self.peak, self.ragged) {
            (Some(left), Some(right)) => Some(Hash::node(&left, &right)),
            (peak, below) => peak.or(below),
        }
    }
}
