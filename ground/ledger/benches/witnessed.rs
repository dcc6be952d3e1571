//! What it takes to verify offline that an entry is witnessed: `cargo bench -p holdpoint-ledger --bench witnessed`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::cosignature::Cosigner;
use holdpoint_ledger::note::{Ed25519Signer, Signer};
use holdpoint_ledger::policy::TrustPolicy;
use holdpoint_ledger::proof_file::ProofFile;
use holdpoint_ledger::tree::{MemoryTree, inclusion_proof, root_of, verify_inclusion};

const SIZE: u64 = 1_000_000;
const INDEX: u64 = 700_001;

/// A proof file of one entry among a million, its checkpoint cosigned by three, and the policy that believes them.
fn proven() -> (Hash, Vec<u8>, Vec<u8>) {
    let log = Ed25519Signer::from_seed("log.example", &[1; 32]).unwrap();
    let witnesses: Vec<_> = (0..3)
        .map(|at| Cosigner::from_seed(&format!("w{at}"), &[10 + at; 32]).unwrap())
        .collect();
    let mut tree = MemoryTree::new();
    tree.extend((0..SIZE).map(|at| Hash::leaf(&at.to_be_bytes())));
    let checkpoint = Checkpoint::new("log.example", SIZE, root_of(&tree, SIZE).unwrap());
    let cosigners: Vec<_> = witnesses.iter().map(|one| one.at(1_800_000_000)).collect();
    let mut signers: Vec<&dyn Signer> = vec![&log];
    signers.extend(cosigners.iter().map(|one| one as &dyn Signer));
    let file = ProofFile {
        extra: None,
        index: INDEX,
        hashes: inclusion_proof(&tree, INDEX, SIZE).unwrap(),
        checkpoint: String::from_utf8(checkpoint.sign(&signers).unwrap()).unwrap(),
    };
    let mut policy = format!("log {}\n", log.verifier_key());
    for (at, witness) in witnesses.iter().enumerate() {
        policy += &format!("witness w{at} {}\n", witness.verifier_key());
    }
    policy += "group all-of-them all w0 w1 w2\nquorum all-of-them\n";
    let leaf = Hash::leaf(&INDEX.to_be_bytes());
    (leaf, file.to_string().into_bytes(), policy.into_bytes())
}

/// From bytes: policy and proof are read, four signatures verified, and the path is climbed.
fn verified(leaf: &Hash, proof: &[u8], policy: &[u8]) -> bool {
    let policy = TrustPolicy::parse(policy).unwrap();
    let file = ProofFile::parse(proof).unwrap();
    let opened = policy.open(file.checkpoint.as_bytes()).unwrap();
    let Checkpoint { size, root, .. } = opened.signed.checkpoint;
    verify_inclusion(file.index, size, leaf, &file.hashes, &root).unwrap();
    opened.enough
}

fn offline(c: &mut Criterion) {
    let (leaf, proof, policy) = proven();
    c.bench_function("one proof with three cosignatures, offline", |bench| {
        bench.iter(|| assert!(verified(&leaf, black_box(&proof), &policy)));
    });
}

criterion_group!(benches, offline);
criterion_main!(benches);
