//! Consistency proofs: that a newer tree extends an older one (RFC 6962, section 2.1.2; RFC 9162, section 2.1.4).

use super::source::range_root;
use super::{GenerateError, NodeSource, ProofError, same_root, split};
use crate::Hash;

/// The proof that the tree of size `new` begins with the tree of size `old`. It is empty when the sizes are
/// equal and when `old` is 0.
///
/// # Errors
/// When `old` is larger than `new`, or a node cannot be read.
pub fn consistency_proof<S: NodeSource>(
    source: &S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, GenerateError<S::Error>> {
    if old > new {
        return Err(GenerateError::Shrunk { old, new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut proof = Vec::with_capacity(64);
    let (mut low, mut high) = (0, new);
    while old != high {
        let middle = low + split(high - low);
        let other = if old <= middle {
            (middle, high)
        } else {
            (low, middle)
        };
        proof.push(range_root(source, other.0, other.1).map_err(GenerateError::Source)?);
        if old <= middle {
            high = middle;
        } else {
            low = middle;
        }
    }
    // While the old tree is a left part of the new one its root is known; else its last subtree is told.
    if low > 0 {
        proof.push(range_root(source, low, high).map_err(GenerateError::Source)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the tree of size `new` with `new_root` extends the tree of size `old` with `old_root`.
///
/// # Errors
/// When it does not follow from the proof, and when `old` is 0, which proves nothing.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Shrunk { old, new });
    }
    if old == 0 {
        return Err(ProofError::EmptyTree);
    }
    if old == new {
        return equal_sizes(old_root, new_root, proof);
    }
    let (computed_old, computed_new) = both_roots(old, new, old_root, proof)?;
    same_root(old_root, &computed_old)?;
    same_root(new_root, &computed_new)
}

fn equal_sizes(old_root: &Hash, new_root: &Hash, proof: &[Hash]) -> Result<(), ProofError> {
    if !proof.is_empty() {
        return Err(ProofError::Length {
            expected: 0,
            found: proof.len(),
        });
    }
    same_root(new_root, old_root)
}

/// The two roots that the proof leads to, as RFC 9162 computes them side by side.
fn both_roots(
    old: u64,
    new: u64,
    old_root: &Hash,
    proof: &[Hash],
) -> Result<(Hash, Hash), ProofError> {
    let expected = proof_length(old, new);
    let wrong = || ProofError::Length {
        expected,
        found: proof.len(),
    };
    if proof.len() != expected {
        return Err(wrong());
    }
    let (seed, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or_else(wrong)?
    };
    // Both ways start at the largest perfect subtree that ends where the old tree ends.
    let shift = old.trailing_zeros();
    let (mut node, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut first, mut second) = (*seed, *seed);
    for sibling in rest {
        if node & 1 == 1 || node == last {
            first = Hash::node(sibling, &first);
            second = Hash::node(sibling, &second);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            second = Hash::node(&second, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    Ok((first, second))
}

/// Number of hashes in the proof between `old` and `new`, where 0 < `old` < `new`.
fn proof_length(old: u64, new: u64) -> usize {
    let shift = old.trailing_zeros();
    let (node, last) = ((old - 1) >> shift, (new - 1) >> shift);
    let inner = 64 - (node ^ last).leading_zeros();
    let border = node.checked_shr(inner).unwrap_or(0).count_ones();
    (inner + border) as usize + usize::from(!old.is_power_of_two())
}
