//! What a batch adds to a tree, and the proofs of its entries, without a read from any store.

use super::{Frontier, ProofError, fold};
use crate::Hash;

/// The new nodes of a batch, level by level. Together with the old frontier they hold every node on the way
/// from a new leaf to the new root: a left sibling that lies wholly in the old tree is always a peak of it.
#[derive(Debug, Clone)]
pub struct AppendedBatch {
    old_size: u64,
    new_size: u64,
    levels: Vec<Level>,
    /// Peaks of the new tree, smallest first, with their levels: the ragged right edge of every proof.
    peaks: Vec<(u8, Hash)>,
}

/// The known nodes of one level: at most one peak of the old tree, then the new ones.
#[derive(Debug, Clone)]
struct Level {
    /// Index of the first known node; always even.
    start: u64,
    nodes: Vec<Hash>,
}

impl Level {
    fn get(&self, index: u64) -> Option<Hash> {
        let at = usize::try_from(index.checked_sub(self.start)?).ok()?;
        self.nodes.get(at).copied()
    }
}

impl AppendedBatch {
    /// Appends the hashes of `leaves` to the tree behind `frontier`. Hashes one node a leaf or so.
    #[must_use]
    pub fn new(frontier: &Frontier, leaves: Vec<Hash>) -> Self {
        let old_size = frontier.size();
        let new_size = old_size + leaves.len() as u64;
        let mut levels = Vec::new();
        let mut fresh = leaves;
        for level in 0..64 {
            if new_size >> level == 0 {
                break;
            }
            let known = Level::join(frontier.peak(level), old_size >> level, fresh);
            fresh = known.parents();
            levels.push(known);
        }
        let peaks = new_peaks(new_size, &levels);
        Self {
            old_size,
            new_size,
            levels,
            peaks,
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
        fold(&self.largest_first())
    }

    /// The frontier afterwards.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        Frontier {
            size: self.new_size,
            hashes: self.largest_first(),
        }
    }

    /// The inclusion proof of an entry of the batch against the new size: hashes from the leaf up.
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
        let mut ragged: Option<Hash> = None;
        for (height, level) in (0u8..).zip(&self.levels) {
            let node = index >> height;
            let count = self.new_size >> height;
            if node == count {
                // On the way through the ragged edge only peaks further left are siblings.
                proof.extend(self.peak(height));
            } else if node ^ 1 < count {
                proof.extend(level.get(node ^ 1));
            } else if node & 1 == 0 {
                // The last perfect node of an even-indexed pair: its sibling is what lies right of it, folded.
                proof.extend(ragged);
            }
            ragged = self.absorb(height, ragged);
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

    fn peak(&self, level: u8) -> Option<Hash> {
        self.peaks
            .iter()
            .find(|(at, _)| *at == level)
            .map(|(_, hash)| *hash)
    }

    /// The fold of all peaks up to and including `level`, given the fold of those below it.
    fn absorb(&self, level: u8, below: Option<Hash>) -> Option<Hash> {
        match (self.peak(level), below) {
            (Some(left), Some(right)) => Some(Hash::node(&left, &right)),
            (peak, below) => peak.or(below),
        }
    }

    fn largest_first(&self) -> Vec<Hash> {
        self.peaks.iter().rev().map(|(_, hash)| *hash).collect()
    }
}

impl Level {
    fn join(peak: Option<Hash>, first_fresh: u64, fresh: Vec<Hash>) -> Self {
        match peak {
            None => Self {
                start: first_fresh,
                nodes: fresh,
            },
            Some(peak) => {
                let nodes = std::iter::once(peak).chain(fresh).collect();
                Self {
                    start: first_fresh - 1,
                    nodes,
                }
            }
        }
    }

    fn parents(&self) -> Vec<Hash> {
        let (pairs, _) = self.nodes.as_chunks::<2>();
        pairs
            .iter()
            .map(|[left, right]| Hash::node(left, right))
            .collect()
    }
}

fn new_peaks(new_size: u64, levels: &[Level]) -> Vec<(u8, Hash)> {
    (0u8..)
        .zip(levels)
        .filter(|(height, _)| new_size >> height & 1 == 1)
        .filter_map(|(height, level)| Some((height, level.get((new_size >> height) - 1)?)))
        .collect()
}
