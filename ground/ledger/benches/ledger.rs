//! What an append and its answer cost: `cargo bench -p holdpoint-ledger`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use holdpoint_ledger::entry::Entry;
use holdpoint_ledger::note::{Ed25519Signer, Ed25519Verifier};
use holdpoint_ledger::tile::TileEdge;
use holdpoint_ledger::tree::{AppendedBatch, Frontier, verify_inclusion};
use serde_json::{Value, json};

const BATCH: u64 = 256;

fn leaves(count: u64) -> Vec<Hash> {
    (0..count)
        .map(|index| Hash::leaf(&index.to_be_bytes()))
        .collect()
}

/// The edge of a tree with about a hundred thousand leaves, with every level partly filled.
fn grown() -> TileEdge {
    let mut edge = TileEdge::empty();
    let batch = AppendedBatch::new(&edge.frontier(), leaves(100_007));
    edge.advance(&batch);
    edge
}

fn tree(c: &mut Criterion) {
    let mut group = c.benchmark_group("tree");
    let hashes = leaves(10_000);
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("append 10,000 leaf hashes", |b| {
        b.iter(|| {
            let mut frontier = Frontier::empty();
            frontier.extend(hashes.iter().copied());
            frontier.root()
        });
    });
    let frontier = grown().frontier();
    group.throughput(Throughput::Elements(1));
    group.bench_function("root of 100,007 leaves", |b| {
        b.iter(|| black_box(&frontier).root())
    });
    let entry = vec![b'x'; 1024];
    group.bench_function("leaf hash of 1 KiB", |b| {
        b.iter(|| Hash::leaf(black_box(&entry)))
    });
    group.finish();
}

fn batches(c: &mut Criterion) {
    let (edge, hashes) = (grown(), leaves(BATCH));
    let frontier = edge.frontier();
    let mut group = c.benchmark_group("batch");
    group.throughput(Throughput::Elements(BATCH));
    group.bench_function("append 256 and move the edge", |b| {
        b.iter_batched(
            || (edge.clone(), hashes.clone()),
            |(mut edge, hashes)| {
                let batch = AppendedBatch::new(&frontier, hashes);
                (edge.advance(&batch), batch.root())
            },
            BatchSize::SmallInput,
        );
    });
    let batch = AppendedBatch::new(&frontier, hashes.clone());
    let all = batch.old_size()..batch.new_size();
    group.bench_function("256 inclusion proofs", |b| {
        b.iter(|| {
            all.clone()
                .map(|index| batch.inclusion_proof(index).unwrap().len())
                .sum::<usize>()
        });
    });
    let (index, root) = (batch.old_size(), batch.root());
    let leaf = Hash::leaf(&0u64.to_be_bytes());
    let proof = batch.inclusion_proof(index).unwrap();
    group.throughput(Throughput::Elements(1));
    group.bench_function("append 1", |b| {
        b.iter(|| AppendedBatch::new(&frontier, vec![black_box(leaf)]).root());
    });
    group.bench_function("verify one inclusion proof", |b| {
        b.iter(|| {
            verify_inclusion(index, batch.new_size(), &leaf, black_box(&proof), &root).unwrap()
        });
    });
    group.finish();
}

fn checkpoints(c: &mut Criterion) {
    let signer = Ed25519Signer::from_seed("example.com/log", &[7; 32]).unwrap();
    let verifier = Ed25519Verifier::new(signer.verifier_key()).unwrap();
    let checkpoint = Checkpoint::new("example.com/log", 100_007, Hash::empty());
    let bytes = checkpoint.sign(&[&signer]).unwrap();
    let mut group = c.benchmark_group("checkpoint");
    group.bench_function("sign", |b| b.iter(|| checkpoint.sign(&[&signer]).unwrap()));
    group.bench_function("verify", |b| {
        b.iter(|| {
            SignedCheckpoint::open(black_box(&bytes), "example.com/log", &[&verifier]).unwrap()
        });
    });
    group.finish();
}

fn entries(c: &mut Criterion) {
    let data = json!({"release": "payments-2026.11", "artifacts": vec![json!({"name": "api", "digest": "a".repeat(64)}); 8]});
    let entry = Entry::new(
        "1",
        "urn:example",
        "org.example.created.v1",
        "release/payments",
        "2026-11-24T12:00:00.000Z",
        data,
    )
    .with("actor", "p-1");
    let bytes = entry.to_bytes().unwrap();
    let mut group = c.benchmark_group("entry");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("write", |b| {
        b.iter(|| black_box(&entry).to_bytes().unwrap())
    });
    group.bench_function("parse", |b| {
        b.iter(|| Entry::<Value>::parse(black_box(&bytes)).unwrap())
    });
    group.bench_function("parse trusted", |b| {
        b.iter(|| Entry::<Value>::parse_trusted(black_box(&bytes)).unwrap());
    });
    group.finish();
}

criterion_group!(benches, tree, batches, checkpoints, entries);
criterion_main!(benches);
