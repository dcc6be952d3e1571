//! What it costs to keep and to read output: `cargo bench -p holdpoint-steplog`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "benchmarks; criterion's macros write undocumented items"
)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use holdpoint_steplog::ansi::{Style, html, spans};
use holdpoint_steplog::{Log, Stream, encode};

const LINES: usize = 100_000;

/// A build's output: lines of some sixty bytes, every tenth with colours.
fn output() -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in 0..LINES {
        let text = match line % 10 {
            0 => format!(
                "\x1b[1m\x1b[32m   Compiling\x1b[0m crate-{line} v0.1.0 (a/folder/of/sources)\n"
            ),
            _ => format!("running test {line} of the suite, which says a little more\n"),
        };
        encode(
            Stream::Out,
            1_764_000_000_000 + line as u64,
            text.as_bytes(),
            &mut bytes,
        );
    }
    bytes
}

fn append(criterion: &mut Criterion) {
    let bytes = output();
    let mut group = criterion.benchmark_group("append");
    group
        .sample_size(20)
        .throughput(Throughput::Bytes(bytes.len() as u64));
    for (name, step) in [
        ("64 KiB at a time", 64 * 1024),
        ("4 KiB at a time", 4 * 1024),
    ] {
        group.bench_function(name, |bencher| {
            let fresh = || {
                let room = tempfile::tempdir().unwrap();
                let log = Log::open(room.path(), u64::MAX).unwrap();
                (room, log)
            };
            bencher.iter_batched(
                fresh,
                |(room, mut log)| {
                    let mut next = 0;
                    while next < bytes.len() {
                        let until = bytes.len().min(next + step);
                        let appended = log.append(1, next as u64, &bytes[next..until]).unwrap();
                        next = usize::try_from(appended.next).unwrap();
                    }
                    (room, log)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn read(criterion: &mut Criterion) {
    let bytes = output();
    let room = tempfile::tempdir().unwrap();
    let mut log = Log::open(room.path(), u64::MAX).unwrap();
    log.append(1, 0, &bytes).unwrap();
    let mut reader = log.reader().unwrap();
    let mut group = criterion.benchmark_group("read");
    group.sample_size(20);
    group.bench_function("200 lines in the middle", |bencher| {
        bencher.iter(|| reader.lines(LINES as u64 / 2, 200).unwrap());
    });
    group.bench_function("200 lines as HTML", |bencher| {
        let lines = reader.lines(LINES as u64 / 2, 200).unwrap();
        let shown = |text: &[u8]| html(&spans(text, &mut Style::default()));
        bencher.iter(|| {
            lines
                .iter()
                .map(|line| shown(&line.text).len())
                .sum::<usize>()
        });
    });
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("canonical bytes", |bencher| {
        bencher.iter(|| black_box(reader.read(0, usize::MAX).unwrap()));
    });
    group.bench_function("search, nothing found", |bencher| {
        bencher.iter(|| reader.search("never said", 1, 10, false).unwrap());
    });
    group.bench_function("open a reader", |bencher| {
        bencher.iter(|| log.reader().unwrap())
    });
    group.finish();
}

criterion_group!(benches, append, read);
criterion_main!(benches);
