//! Two versions of a schema of 1,000 types of ten fields, which use each other: read, and compared.
#![allow(missing_docs, clippy::unwrap_used, reason = "it is run by hand")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_findings::Source;
use holdpoint_graphql::{Schema, compare};

const TYPES: usize = 1_000;

fn text(changed: bool) -> String {
    let mut text = String::from("type Query { orders(first: Int = 10): [Order0!]! }\n");
    for number in 0..TYPES {
        let count = match changed && number.is_multiple_of(10) {
            true => "String",
            false => "Int",
        };
        let next = (number + 1) % TYPES;
        write!(
            text,
            "\"What a customer has ordered.\"\ntype Order{number} {{\n  id: ID!\n  count: {count}\n  notes(first: Int = 10, after: String): [String!]!\n  at: String\n  amount: Float\n  status: Status{number}!\n  next: Order{next}\n  name: String @deprecated(reason: \"use id\")\n  paid: Boolean!\n  lines: [Order{next}!]\n}}\nenum Status{number} {{ OPEN PAID SENT }}\n"
        )
        .unwrap();
    }
    text
}

fn read(text: &str) -> Schema {
    let source = Source::new("orders.graphql", text.as_bytes().to_vec()).unwrap();
    Schema::read(&[Arc::new(source)]).unwrap()
}

fn whole(base: &str, revision: &str) -> usize {
    compare(&read(base), &read(revision)).findings.len()
}

fn pair(criterion: &mut Criterion) {
    let (base, revision) = (text(false), text(true));
    assert_eq!(whole(&base, &revision), TYPES / 10);
    criterion.bench_function("pair of 1,000 types, read and compared", |bench| {
        bench.iter(|| black_box(whole(&base, &revision)));
    });
}

criterion_group!(benches, pair);
criterion_main!(benches);
