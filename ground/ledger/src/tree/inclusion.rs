//! Inclusion proofs: that an entry stands at its index (RFC 6962, section 2.1.1; RFC 9162, section 2.1.3).

use super::source::range_root;
use super::{GenerateError, NodeSource, ProofError, same_root, split};
use crate::Hash;

/// The proof that the leaf at `index` is in the tree of `size`: sibling hashes from the leaf up.
///
/// # Errors
/// When `index` is not below `size`, or a node cannot be read.
pub fn inclusion_proof<S: NodeSource>(
    source: &S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, GenerateError<S::Error>> {
    if index >= size {
        return Err(GenerateError::Beyond { index, size });
    }
    let mut proof = Vec::with_capacity(64);
    let (mut low, mut high) = (0, size);
    while high - low > 1 {
        let middle = low + split(high - low);
        let sibling = if index < middle {
            (middle, high)
        } else {
            (low, middle)
        };
        proof.push(range_root(source, sibling.0, sibling.1).map_err(GenerateError::Source)?);
        if index < middle {
            high = middle;
        } else {
            low = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The root that the proof leads to for this leaf.
///
/// # Errors
/// When `index` is not below `size`, or the number of hashes is wrong.
pub fn root_from_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Beyond { index, size });
    }
    let expected = proof_length(index, size);
    if proof.len() != expected {
        return Err(ProofError::Length {
            expected,
            found: proof.len(),
        });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut root = *leaf;
    for sibling in proof {
        if node & 1 == 1 || node == last {
            root = Hash::node(sibling, &root);
            // A right edge that is a left child has no sibling at that level and moves up unchanged.
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            root = Hash::node(&root, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    Ok(root)
}

/// Checks that the leaf stands at `index` in the tree of `size` with this root.
///
/// # Errors
/// When it does not follow from the proof.
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    same_root(root, &root_from_inclusion(index, size, leaf, proof)?)
}

/// Number of hashes on the way from leaf `index` to the root of a tree of `size`.
fn proof_length(index: u64, size: u64) -> usize {
    let last = size - 1;
    // Below the level where the ways of the leaf and of the last leaf meet, every level has a sibling; above
    // it only those where the way is a right child.
    let inner = 64 - (index ^ last).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner + border) as usize
}
