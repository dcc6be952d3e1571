//! Two versions of 1,000 records of ten fields, which use each other: read, and compared in both directions.
#![allow(missing_docs, clippy::unwrap_used, reason = "it is run by hand")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_avro::{Schema, compare};
use holdpoint_findings::{Direction, Source};

const RECORDS: usize = 1_000;

fn record(number: usize, changed: bool) -> String {
    let count = match changed && number.is_multiple_of(10) {
        true => "string",
        false => "int",
    };
    let next = (number + 1) % RECORDS;
    format!(
        r#"{{"type": "record", "name": "Order{number}", "namespace": "shop", "doc": "What a customer has ordered.", "fields": [
  {{"name": "id", "type": "string"}},
  {{"name": "count", "type": "{count}"}},
  {{"name": "at", "type": {{"type": "long", "logicalType": "timestamp-millis"}}}},
  {{"name": "amount", "type": {{"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}}}},
  {{"name": "notes", "type": {{"type": "array", "items": "string"}}, "default": []}},
  {{"name": "labels", "type": {{"type": "map", "values": "string"}}, "default": {{}}}},
  {{"name": "status", "type": {{"type": "enum", "name": "Status{number}", "symbols": ["OPEN", "PAID", "SENT"]}}}},
  {{"name": "digest", "type": {{"type": "fixed", "name": "Digest{number}", "size": 32}}}},
  {{"name": "customer", "type": ["null", "string"], "default": null}},
  {{"name": "next", "type": ["null", "Order{next}"], "default": null}}
]}}"#
    )
}

fn text(changed: bool) -> String {
    let records: Vec<_> = (0..RECORDS).map(|at| record(at, changed)).collect();
    format!("[{}]", records.join(",\n"))
}

fn read(text: &str) -> Schema {
    let source = Source::new("orders.avsc", text.as_bytes().to_vec()).unwrap();
    Schema::read(&[Arc::new(source)]).unwrap()
}

fn whole(base: &str, revision: &str) -> usize {
    let (base, revision) = (read(base), read(revision));
    let both = [Direction::Backward, Direction::Forward];
    let found = both.map(|way| compare(&base, &revision, way).findings.len());
    found.iter().sum()
}

fn pair(criterion: &mut Criterion) {
    let (base, revision) = (text(false), text(true));
    assert!(whole(&base, &revision) > 0);
    criterion.bench_function(
        "pair of 1,000 records, read and compared both ways",
        |bench| {
            bench.iter(|| black_box(whole(&base, &revision)));
        },
    );
    let (base, revision) = (read(&base), read(&revision));
    criterion.bench_function("the same, compared one way", |bench| {
        bench.iter(|| black_box(compare(&base, &revision, Direction::Backward)));
    });
}

criterion_group!(benches, pair);
criterion_main!(benches);
