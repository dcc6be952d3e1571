//! Trees and proofs against the recursive oracle, for every size up to where all shapes have occurred.

use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::{
    AppendedBatch, Frontier, GenerateError, MemoryTree, ProofError, consistency_proof,
    inclusion_proof, root_of, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

use crate::oracle;

fn memory(leaves: &[Hash]) -> MemoryTree {
    let mut tree = MemoryTree::new();
    tree.extend(leaves.iter().copied());
    tree
}

#[test]
fn every_root_up_to_600_is_the_oracles() {
    let leaves = oracle::leaves(600);
    let tree = memory(&leaves);
    let mut frontier = Frontier::empty();
    for size in 0..=leaves.len() {
        let expected = oracle::mth(&leaves[..size]);
        assert_eq!(frontier.root(), expected, "frontier of size {size}");
        assert_eq!(
            root_of(&tree, size as u64),
            Ok(expected),
            "stored tree of size {size}"
        );
        assert_eq!(Frontier::load(&tree, size as u64).unwrap(), frontier);
        if let Some(leaf) = leaves.get(size) {
            frontier.append(*leaf);
        }
    }
}

#[test]
fn every_inclusion_proof_up_to_100_is_the_oracles_and_verifies() {
    let leaves = oracle::leaves(100);
    let tree = memory(&leaves);
    for size in 1..=leaves.len() {
        let root = oracle::mth(&leaves[..size]);
        for index in 0..size {
            let (at, of) = (index as u64, size as u64);
            let proof = inclusion_proof(&tree, at, of).unwrap();
            assert_eq!(
                proof,
                oracle::path(index, &leaves[..size]),
                "{index} of {size}"
            );
            verify_inclusion(at, of, &leaves[index], &proof, &root).unwrap();
        }
    }
}

#[test]
fn every_consistency_proof_up_to_100_is_the_oracles_and_verifies() {
    let leaves = oracle::leaves(100);
    let tree = memory(&leaves);
    for new in 1..=leaves.len() {
        let new_root = oracle::mth(&leaves[..new]);
        for old in 1..=new {
            let proof = consistency_proof(&tree, old as u64, new as u64).unwrap();
            assert_eq!(proof, oracle::proof(old, &leaves[..new]), "{old} to {new}");
            let old_root = oracle::mth(&leaves[..old]);
            verify_consistency(old as u64, new as u64, &old_root, &new_root, &proof).unwrap();
        }
    }
}

#[test]
fn proofs_in_trees_of_every_size_up_to_600_are_the_oracles_and_verify() {
    let leaves = oracle::leaves(600);
    let tree = memory(&leaves);
    for size in 1..=leaves.len() {
        let (all, of) = (&leaves[..size], size as u64);
        let root = oracle::mth(all);
        // Places that move through the tree with its size, so that over all sizes all shapes of paths occur.
        let index = size * 389 % size.next_power_of_two() % size;
        let proof = inclusion_proof(&tree, index as u64, of).unwrap();
        assert_eq!(proof, oracle::path(index, all), "{index} of {size}");
        verify_inclusion(index as u64, of, &leaves[index], &proof, &root).unwrap();
        let old = index + 1;
        let proof = consistency_proof(&tree, old as u64, of).unwrap();
        assert_eq!(proof, oracle::proof(old, all), "{old} to {size}");
        verify_consistency(old as u64, of, &oracle::mth(&leaves[..old]), &root, &proof).unwrap();
        let mut frontier = Frontier::empty();
        frontier.extend(leaves[..index].iter().copied());
        let batch = AppendedBatch::new(&frontier, leaves[index..size].to_vec());
        assert_eq!(batch.root(), root);
        assert_eq!(
            batch.inclusion_proof(index as u64).unwrap(),
            oracle::path(index, all)
        );
        assert_eq!(
            batch.inclusion_proof(of - 1).unwrap(),
            oracle::path(size - 1, all)
        );
    }
}

#[test]
fn any_flipped_missing_or_added_hash_breaks_a_proof() {
    let leaves = oracle::leaves(70);
    let tree = memory(&leaves);
    for size in 2..=leaves.len() {
        let root = oracle::mth(&leaves[..size]);
        let index = (size * 7 / 11) as u64;
        let size = size as u64;
        let leaf = leaves[index as usize];
        let proof = inclusion_proof(&tree, index, size).unwrap();
        for broken in broken(&proof) {
            assert!(verify_inclusion(index, size, &leaf, &broken, &root).is_err());
        }
        assert!(verify_inclusion((index + 1) % size, size, &leaf, &proof, &root).is_err());
        assert!(verify_inclusion(index, size, &Hash::leaf(b"other"), &proof, &root).is_err());
        let old = index + 1;
        let old_root = oracle::mth(&leaves[..old as usize]);
        let proof = consistency_proof(&tree, old, size).unwrap();
        for broken in broken(&proof) {
            assert!(verify_consistency(old, size, &old_root, &root, &broken).is_err());
        }
        if old < size {
            assert!(verify_consistency(old, size, &Hash::empty(), &root, &proof).is_err());
            assert!(verify_consistency(old, size, &old_root, &old_root, &proof).is_err());
        }
    }
}

fn broken(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = vec![[proof, &[Hash::empty()]].concat()];
    if !proof.is_empty() {
        all.push(proof[1..].to_vec());
    }
    for at in 0..proof.len() {
        let mut flipped = proof.to_vec();
        flipped[at].0[at % 32] ^= 1 << (at % 8);
        all.push(flipped);
    }
    all
}

#[test]
fn impossible_questions_are_refused_by_name() {
    let tree = memory(&oracle::leaves(5));
    let refused = inclusion_proof(&tree, 5, 5);
    assert!(matches!(
        refused,
        Err(GenerateError::Beyond { index: 5, size: 5 })
    ));
    let refused = consistency_proof(&tree, 5, 4);
    assert!(matches!(
        refused,
        Err(GenerateError::Shrunk { old: 5, new: 4 })
    ));
    let root = Hash::empty();
    assert_eq!(
        verify_consistency(0, 4, &root, &root, &[]),
        Err(ProofError::EmptyTree)
    );
    assert_eq!(
        verify_consistency(5, 4, &root, &root, &[]),
        Err(ProofError::Shrunk { old: 5, new: 4 })
    );
    let long = verify_inclusion(0, 2, &root, &[root, root], &root);
    assert_eq!(
        long,
        Err(ProofError::Length {
            expected: 1,
            found: 2
        })
    );
    let long = verify_consistency(1, 2, &root, &root, &[root, root]);
    assert_eq!(
        long,
        Err(ProofError::Length {
            expected: 1,
            found: 2
        })
    );
    let error = Frontier::from_parts(5, Vec::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a frontier of size 5 has 2 hashes, not 0"
    );
    let error = verify_inclusion(0, 2, &root, &[root], &root).unwrap_err();
    assert!(
        error.to_string().starts_with("the proof leads to root "),
        "{error}"
    );
}

#[test]
fn every_split_of_up_to_50_leaves_into_two_batches_gives_proof_for_each_entry() {
    let leaves = oracle::leaves(50);
    for size in 0..=leaves.len() {
        for old in 0..=size {
            let mut frontier = Frontier::empty();
            frontier.extend(leaves[..old].iter().copied());
            let batch = AppendedBatch::new(&frontier, leaves[old..size].to_vec());
            check_batch(&batch, &leaves[..size], old);
        }
    }
}

fn check_batch(batch: &AppendedBatch, leaves: &[Hash], old: usize) {
    assert_eq!(batch.root(), oracle::mth(leaves));
    let mut frontier = Frontier::empty();
    frontier.extend(leaves.iter().copied());
    assert_eq!(batch.frontier(), frontier);
    for index in old..leaves.len() {
        let proof = batch.inclusion_proof(index as u64).unwrap();
        assert_eq!(
            proof,
            oracle::path(index, leaves),
            "{index} of {} after {old}",
            leaves.len()
        );
    }
    let before = old
        .checked_sub(1)
        .map(|index| batch.inclusion_proof(index as u64));
    assert!(before.is_none_or(|proof| proof.is_err()));
    assert!(batch.inclusion_proof(leaves.len() as u64).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn batches_of_any_sizes_give_the_oracles_roots_and_proofs(
        sizes in proptest::collection::vec(0_usize..120, 1..8),
        sampled in any::<prop::sample::Index>(),
    ) {
        let leaves = oracle::leaves(sizes.iter().sum());
        let mut frontier = Frontier::empty();
        let mut end = 0;
        for size in sizes {
            let start = end;
            end += size;
            let batch = AppendedBatch::new(&frontier, leaves[start..end].to_vec());
            prop_assert_eq!(batch.root(), oracle::mth(&leaves[..end]));
            if size > 0 {
                let index = start + sampled.index(size);
                let proof = batch.inclusion_proof(index as u64).unwrap();
                prop_assert_eq!(proof, oracle::path(index, &leaves[..end]));
            }
            frontier = batch.frontier();
        }
    }

    #[test]
    fn proofs_of_trees_up_to_600_verify(size in 1_usize..600, one in any::<prop::sample::Index>()) {
        let leaves = oracle::leaves(size);
        let tree = memory(&leaves);
        let (index, root) = (one.index(size), oracle::mth(&leaves));
        let proof = inclusion_proof(&tree, index as u64, size as u64).unwrap();
        prop_assert_eq!(&proof, &oracle::path(index, &leaves));
        verify_inclusion(index as u64, size as u64, &leaves[index], &proof, &root).unwrap();
        let (old, old_root) = (index + 1, oracle::mth(&leaves[..=index]));
        let proof = consistency_proof(&tree, old as u64, size as u64).unwrap();
        prop_assert_eq!(&proof, &oracle::proof(old, &leaves));
        verify_consistency(old as u64, size as u64, &old_root, &root, &proof).unwrap();
    }
}
