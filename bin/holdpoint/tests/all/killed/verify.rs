//! What must be true of a log, given what was acknowledged.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::{
    MemoryTree, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion,
};
use serde_json::Value;

use super::client::{Acknowledged, Log};

/// Every release that was acknowledged stands where it was acknowledged, and nowhere else.
pub(crate) fn done_once(log: &Log, acknowledged: &[Acknowledged]) {
    let mut created: BTreeMap<String, u64> = BTreeMap::new();
    for (bytes, position) in log.entries.iter().zip(0..) {
        let entry: Value = serde_json::from_slice(bytes).unwrap();
        if entry["type"]
            .as_str()
            .unwrap()
            .ends_with("release.created.v1")
        {
            let name = entry["data"]["release"].as_str().unwrap().to_owned();
            assert_eq!(
                created.insert(name, position),
                None,
                "{entry} is there twice"
            );
        }
    }
    let told = acknowledged.iter();
    let told: BTreeMap<_, _> = told
        .map(|one| (format!("r-{}", one.number), one.position))
        .collect();
    assert_eq!(created, told);
}

/// Every proof holds against its own checkpoint, every entry is in the tree of every later one, and no two
/// checkpoints are of histories that part.
pub(crate) fn proven_for_ever(log: &Log, acknowledged: &[Acknowledged]) {
    let (tree, leaves, roots) = one_history(log, acknowledged);
    let positions: BTreeSet<_> = acknowledged.iter().map(|one| one.position).collect();
    for position in positions {
        let leaf = &leaves[usize::try_from(position).unwrap()];
        for (size, root) in roots.range(position + 1..) {
            let proof = inclusion_proof(&tree, position, *size).unwrap();
            verify_inclusion(position, *size, leaf, &proof, root).unwrap();
        }
    }
}

/// Every proof holds against its own checkpoint, and no two checkpoints are of histories that part.
pub(crate) fn one_history(
    log: &Log,
    acknowledged: &[Acknowledged],
) -> (MemoryTree, Vec<Hash>, BTreeMap<u64, Hash>) {
    let mut tree = MemoryTree::new();
    let leaves: Vec<_> = log.entries.iter().map(|bytes| Hash::leaf(bytes)).collect();
    tree.extend(leaves.iter().copied());
    let mut roots: BTreeMap<u64, Hash> = BTreeMap::new();
    for one in acknowledged {
        let point = log.checkpoint(&one.checkpoint);
        let known = *roots.entry(point.size).or_insert(point.root);
        assert_eq!(known, point.root, "two trees of {}", point.size);
        let leaf = &leaves[usize::try_from(one.position).unwrap()];
        verify_inclusion(one.position, point.size, leaf, &one.proof, &point.root).unwrap();
    }
    let sizes: Vec<_> = roots.keys().copied().collect();
    for pair in sizes.windows(2) {
        let (old, new) = (pair[0], pair[1]);
        let proof = consistency_proof(&tree, old, new).unwrap();
        verify_consistency(old, new, &roots[&old], &roots[&new], &proof).unwrap();
    }
    (tree, leaves, roots)
}
