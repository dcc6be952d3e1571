//! The parts of the hot path, and folding.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::{Meta, State, evolve};
use holdpoint_engine::audit;
use holdpoint_engine::entry::{EventId, decode, encode};

#[path = "../examples/common/mod.rs"]
mod common;

use common::{Room, evidence};

const BATCH: u64 = 512;

fn room() -> Room {
    let room = Room::open(Box::new(MemoryLedger::new()));
    room.found();
    room
}

fn one_entry(criterion: &mut Criterion) {
    let room = room();
    let answer = room.engine.submit(evidence(1)).unwrap();
    let bytes = room.engine.entry(answer.positions.start).unwrap().unwrap();
    let recorded = decode(answer.positions.start, &bytes).unwrap();
    let mut group = criterion.benchmark_group("entry of 1 KiB");
    group.throughput(Throughput::Elements(1));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| decode(4, black_box(&bytes)).unwrap());
    });
    group.bench_function("encode", |bencher| {
        bencher.iter(|| {
            let (id, meta): (&EventId, &Meta) = (&recorded.id, &recorded.meta);
            let data = recorded.fact.data().unwrap();
            let subject = recorded.fact.subject().to_string();
            encode(recorded.fact.event_type(), &subject, meta, id, &data).unwrap()
        });
    });
    group.finish();
}

fn submit(criterion: &mut Criterion) {
    let room = room();
    let mut group = criterion.benchmark_group("decide, guard, hash, sign, keep in memory");
    group.throughput(Throughput::Elements(BATCH));
    let mut next = 0..;
    group.bench_function("512 commands", |bencher| {
        bencher.iter_batched(
            || next.by_ref().take(512).map(evidence).collect::<Vec<_>>(),
            |requests| room.engine.submit_all(requests),
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn refold(criterion: &mut Criterion) {
    let room = room();
    for first in (0..20_480).step_by(512) {
        room.engine
            .submit_all((first..first + BATCH).map(evidence).collect());
    }
    let size = room.engine.published().size();
    let mut group = criterion.benchmark_group("all entries");
    group.sample_size(10).throughput(Throughput::Elements(size));
    group.bench_function("refold", |bencher| {
        bencher.iter(|| {
            let mut state = State::default();
            room.engine
                .visit(0..size, &mut |position, bytes| {
                    let recorded = decode(position, bytes).unwrap();
                    evolve(&mut state, &recorded.fact, &recorded.meta);
                    Ok(())
                })
                .unwrap();
            state
        });
    });
    group.bench_function("verify", |bencher| {
        bencher.iter(|| {
            let report = audit::verify(&room.engine, &audit::Trust::default(), &|_, _| ()).unwrap();
            assert!(report.sound);
        });
    });
    group.finish();
}

criterion_group!(benches, one_entry, submit, refold);
criterion_main!(benches);
