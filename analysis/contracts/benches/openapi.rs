//! Reading and comparing two versions of an API of 1,000 operations:
//! `cargo bench -p holdpoint-contracts --bench openapi`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a measurement")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_contracts::openapi::{Options, compare};
use holdpoint_contracts::{Files, Missing};
use holdpoint_findings::Source;

/// Two operations for each of 500 resources; what is `new` has a limit and a property more, and a property less.
fn api(new: bool) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: shop, version: 1.0.0}\nservers: [{url: 'https://shop.example.org'}]\npaths:\n",
    );
    for n in 0..500 {
        let _ = write!(
            text,
            "  /resources{n}/{{id}}:
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string, maxLength: {most}}}}}
    get:
      operationId: get{n}
      summary: One resource
      parameters:
        - {{name: expand, in: query, schema: {{type: array, items: {{type: string, enum: [a, b, c]}}}}}}
        - {{name: X-Trace, in: header, schema: {{type: string, format: uuid}}}}
      responses:
        '200':
          description: It
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/Resource{n}'}}
        '404': {{description: Nothing, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Error'}}}}}}}}
    put:
      operationId: put{n}
      requestBody:
        required: true
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Resource{n}'}}
      responses:
        '204': {{description: Done}}
        '409': {{description: Conflict, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Error'}}}}}}}}
",
            most = if new && n % 50 == 0 { 20 } else { 40 },
        );
    }
    text.push_str(
        "components:\n  schemas:\n    Error: {type: object, required: [code], properties: {code: {type: integer}, message: {type: string}}}\n",
    );
    for n in 0..500 {
        let changed = match (new, n % 25) {
            (true, 0) => "        born: {type: string, format: date}\n",
            (false, 1) => "        died: {type: string, format: date}\n",
            _ => "",
        };
        let _ = write!(
            text,
            "    Resource{n}:
      type: object
      required: [id, name]
      properties:
        id: {{type: string, format: uuid, readOnly: true}}
        name: {{type: string, minLength: 1, maxLength: 80}}
        kind: {{type: string, enum: [plain, fine, finest]}}
        weight: {{type: number, minimum: 0}}
        tags: {{type: array, items: {{type: string}}, maxItems: 20}}
        parent: {{$ref: '#/components/schemas/Resource{up}'}}
{changed}",
            up = n / 2,
        );
    }
    text
}

fn read(source: &Arc<Source>) -> Files {
    let nothing = &mut |_: &str| Err(Missing::Absent("nothing else".to_owned()));
    Files::read(source, nothing).unwrap()
}

fn both(criterion: &mut Criterion) {
    let source = |name: &str, text: String| Arc::new(Source::new(name, text.into_bytes()).unwrap());
    let (base, revision) = (api(false), api(true));
    let kilobytes = (base.len() + revision.len()) / 1024;
    let base = source("base.yaml", base);
    let revision = source("revision.yaml", revision);
    let options = Options::on(jiff::civil::date(2026, 11, 28));
    let found = compare(&read(&base), &read(&revision), &options).unwrap();
    assert!(!found.findings.is_empty() && !found.incomplete);
    let mut group = criterion.benchmark_group(format!("1,000 operations, {kilobytes} KiB of YAML"));
    group.sample_size(20);
    group.bench_function("read", |b| {
        b.iter(|| (read(black_box(&base)), read(black_box(&revision))));
    });
    let (old, new) = (read(&base), read(&revision));
    group.bench_function("compare", |b| {
        b.iter(|| compare(black_box(&old), black_box(&new), &options).unwrap());
    });
    group.finish();
}

criterion_group!(benches, both);
criterion_main!(benches);
