//! Where proofs get the hashes of stored nodes from.

use super::{fold, peaks};
use crate::Hash;

/// Reads the roots of perfect subtrees: from tiles, from a store, from memory.
pub trait NodeSource {
    /// What can go wrong while reading.
    type Error;

    /// The hash of node `(level, index)`: the root over the leaves `index * 2^level .. (index + 1) * 2^level`,
    /// all of which exist.
    ///
    /// # Errors
    /// When the node cannot be read.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

impl<S: NodeSource> NodeSource for &S {
    type Error = S::Error;

    fn node(&self, level: u8, index: u64) -> Result<Hash, S::Error> {
        (**self).node(level, index)
    }
}

/// Why a proof or a root could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError<E> {
    /// An entry at or beyond the size.
    #[error("entry {index} is not in a tree of size {size}")]
    Beyond {
        /// Index of the entry.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A tree that would have shrunk.
    #[error("a tree of size {new} cannot extend one of size {old}")]
    Shrunk {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// A node could not be read.
    #[error(transparent)]
    Source(E),
}

/// The root of the tree of `size`.
///
/// # Errors
/// When a node cannot be read.
pub fn root_of<S: NodeSource>(source: &S, size: u64) -> Result<Hash, S::Error> {
    range_root(source, 0, size)
}

/// The root over the leaves `start .. end`, where RFC 6962 splits a tree so: `start` is a multiple of a
/// power of two that is at least `end - start`.
pub(super) fn range_root<S: NodeSource>(
    source: &S,
    start: u64,
    end: u64,
) -> Result<Hash, S::Error> {
    let hashes = peaks(end - start)
        .map(|(level, index)| source.node(level, (start >> level) + index))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(fold(&hashes))
}
