//! Appending batches of 1 KiB entries to a PostgreSQL server of its own, each durable before the next.
//!
//! `cargo bench -p holdpoint-postgres`
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use holdpoint_cluster::{Cluster, Options};
use holdpoint_conformance::{Author, entry};
use holdpoint_ports::{LedgerStore, NewEntry, Opening};
use holdpoint_postgres::PostgresLedger;

/// The entry at a position: 1 KiB, the subject open for ten entries.
fn line(position: u64) -> NewEntry {
    let mut bytes = position.to_be_bytes().repeat(128);
    bytes.truncate(1_024);
    let opening = match position % 10 {
        0 => Some(Opening::Opened),
        9 => Some(Opening::Closed),
        _ => None,
    };
    let mut entry = entry(&bytes, &format!("release/{}", position / 10), opening);
    entry
        .references
        .push(format!("environment/{}", position % 5));
    entry
}

fn append(criterion: &mut Criterion) {
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let mut group = criterion.benchmark_group("append");
    for count in [1, 16, 256] {
        let address = cluster.database().parse().unwrap();
        let mut ledger = PostgresLedger::open(address).unwrap();
        let mut author = Author::new();
        group.throughput(Throughput::Elements(count));
        group.bench_function(format!("{count}"), |bencher| {
            let next = || {
                let first = author.size();
                author.batch((first..first + count).map(line).collect())
            };
            let append = |batch| ledger.append(black_box(&batch)).unwrap();
            bencher.iter_batched(next, append, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, append);
criterion_main!(benches);
