//! Two versions of a schema of 1,000 objects of ten properties, which use each other: read, and compared.
#![allow(missing_docs, clippy::unwrap_used, reason = "it is run by hand")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_findings::{Direction, Source};
use holdpoint_jsonschema::{Content, Missing, Schema, compare};

const OBJECTS: usize = 1_000;

fn object(number: usize, changed: bool) -> String {
    let most = if changed && number.is_multiple_of(10) {
        99
    } else {
        100
    };
    let next = number / 10 * 10 + (number + 1) % 10;
    format!(
        r##""Order{number}": {{"type": "object", "description": "What a customer has ordered.", "required": ["id", "count"], "additionalProperties": false, "properties": {{
  "id": {{"type": "string", "pattern": "^[0-9a-f]{{8}}$"}},
  "count": {{"type": "integer", "minimum": 1, "maximum": {most}}},
  "at": {{"type": "string", "format": "date-time"}},
  "amount": {{"type": "number", "multipleOf": 0.01}},
  "notes": {{"type": "array", "items": {{"type": "string", "maxLength": 200}}, "maxItems": 10}},
  "labels": {{"type": "object", "additionalProperties": {{"type": "string"}}}},
  "status": {{"enum": ["open", "paid", "sent"]}},
  "way": {{"oneOf": [{{"type": "string"}}, {{"type": "null"}}]}},
  "customer": {{"anyOf": [{{"type": "string"}}, {{"type": "integer"}}]}},
  "next": {{"$ref": "#/$defs/Order{next}"}}
}}}}"##
    )
}

fn text(changed: bool) -> String {
    let objects: Vec<_> = (0..OBJECTS).map(|at| object(at, changed)).collect();
    let orders: Vec<_> = (0..OBJECTS)
        .map(|at| format!(r##""o{at}": {{"$ref": "#/$defs/Order{at}"}}"##))
        .collect();
    format!(
        r##"{{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {{{}}}, "$defs": {{{}}}}}"##,
        orders.join(", "),
        objects.join(",\n")
    )
}

fn read(text: &str) -> Schema {
    let source = Source::new("orders.json", text.as_bytes().to_vec()).unwrap();
    let mut none = |_: &str| Err(Missing::Absent("there is one file".to_owned()));
    Schema::read(&Arc::new(source), &mut none).unwrap()
}

fn whole(base: &str, revision: &str) -> usize {
    let (base, revision) = (read(base), read(revision));
    compare(&base, &revision, Direction::Backward, Content::AsWritten)
        .findings
        .len()
}

fn pair(criterion: &mut Criterion) {
    let (base, revision) = (text(false), text(true));
    assert!(whole(&base, &revision) > 0);
    criterion.bench_function("pair of 1,000 objects, read and compared", |bench| {
        bench.iter(|| black_box(whole(&base, &revision)));
    });
}

criterion_group!(benches, pair);
criterion_main!(benches);
