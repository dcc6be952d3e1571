//! The Merkle tree of RFC 6962: its right edge, its proofs, and what an append adds to it.
//!
//! A node is named by its level and index: node `(l, i)` is the root of the perfect subtree over the leaves
//! `i * 2^l .. (i + 1) * 2^l`. Such a node never changes once its leaves exist, so only these are stored; a
//! tree whose size is no power of two folds them together from the right.

mod appended;
mod consistency;
mod frontier;
mod inclusion;
mod memory;
mod source;

pub use appended::AppendedBatch;
pub use consistency::{consistency_proof, verify_consistency};
pub use frontier::{Frontier, FrontierError};
pub use inclusion::{inclusion_proof, root_from_inclusion, verify_inclusion};
pub use memory::MemoryTree;
pub use source::{GenerateError, NodeSource, root_of};

use crate::Hash;

/// Why a proof does not prove what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
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
    /// Every tree extends the empty one, so that such a proof says nothing.
    #[error("consistency with the empty tree proves nothing")]
    EmptyTree,
    /// More or fewer hashes than the sizes call for.
    #[error("the proof has {found} hashes, {expected} are needed")]
    Length {
        /// Number of hashes that sizes and index call for.
        expected: usize,
        /// Number of hashes in the proof.
        found: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to root {computed}, not to {expected}")]
    Root {
        /// The root that was given.
        expected: Hash,
        /// The root that the proof leads to.
        computed: Hash,
    },
}

/// The largest power of two below `count`, which must be at least 2: where RFC 6962 splits a tree.
pub(crate) fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The perfect subtrees that a tree of `size` consists of, left to right, as `(level, index)`.
pub(crate) fn peaks(size: u64) -> impl Iterator<Item = (u8, u64)> {
    (0..64u8)
        .rev()
        .filter(move |level| size >> level & 1 == 1)
        .map(move |level| (level, (size >> level) - 1))
}

/// Folds the roots of neighbouring perfect subtrees, largest first, into the root above them.
pub(crate) fn fold(peaks: &[Hash]) -> Hash {
    let mut from_right = peaks.iter().rev();
    let last = from_right.next().copied().unwrap_or_else(Hash::empty);
    from_right.fold(last, |right, left| Hash::node(left, &right))
}

pub(crate) fn same_root(expected: &Hash, computed: &Hash) -> Result<(), ProofError> {
    if expected == computed {
        return Ok(());
    }
    Err(ProofError::Root {
        expected: *expected,
        computed: *computed,
    })
}
