//! The right edge of a tree: enough to append to it and to know its root.

use super::{GenerateError, NodeSource, fold, peaks};
use crate::Hash;

/// The roots of the perfect subtrees that a tree consists of, largest (leftmost) first. At most 64 hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    pub(super) size: u64,
    pub(super) hashes: Vec<Hash>,
}

/// Why hashes are not a frontier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a frontier of size {size} has {expected} hashes, not {found}")]
pub struct FrontierError {
    /// Size of the tree.
    pub size: u64,
    /// One hash for every 1 in the size's binary form.
    pub expected: usize,
    /// Number of hashes given.
    pub found: usize,
}

impl Frontier {
    /// The frontier of the empty tree.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The frontier that was taken apart by [`Frontier::size`] and [`Frontier::hashes`].
    ///
    /// # Errors
    /// When the number of hashes does not fit the size.
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Result<Self, FrontierError> {
        let expected = size.count_ones() as usize;
        if hashes.len() != expected {
            return Err(FrontierError {
                size,
                expected,
                found: hashes.len(),
            });
        }
        Ok(Self { size, hashes })
    }

    /// The frontier at `size` of a tree that is stored somewhere.
    ///
    /// # Errors
    /// When a node cannot be read.
    pub fn load<S: NodeSource>(source: &S, size: u64) -> Result<Self, GenerateError<S::Error>> {
        let hashes = peaks(size)
            .map(|(level, index)| source.node(level, index))
            .collect::<Result<_, _>>()
            .map_err(GenerateError::Source)?;
        Ok(Self { size, hashes })
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the perfect subtrees, largest first.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold(&self.hashes)
    }

    /// Adds the hash of one more leaf.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing 1 of the old size is a perfect subtree as large as the one just completed.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                hash = Hash::node(&left, &hash);
            }
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// Adds the hashes of more leaves, in order.
    pub fn extend(&mut self, leaves: impl IntoIterator<Item = Hash>) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }

    /// The root of the perfect subtree of `2^level` leaves at the edge, if the size has one.
    pub(crate) fn peak(&self, level: u8) -> Option<Hash> {
        let above = self.size.checked_shr(u32::from(level)).unwrap_or(0);
        if above & 1 == 0 {
            return None;
        }
        // Larger subtrees, to the left, are the ones for the bits above `level`.
        self.hashes.get(above.count_ones() as usize - 1).copied()
    }
}
