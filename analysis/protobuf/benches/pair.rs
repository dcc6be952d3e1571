//! Two versions of a contract of 2,000 messages: read, linked and compared.
#![allow(missing_docs, clippy::unwrap_used, reason = "it is run by hand")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use holdpoint_findings::Source;
use holdpoint_protobuf::{Category, Choice, Comparison, Contract, Input, compare};

const FILES: usize = 100;
const MESSAGES: usize = 20;

fn file(number: usize, changed: bool) -> String {
    let mut text = format!(
        "syntax = \"proto3\";\npackage shop.v{number};\nimport \"google/protobuf/timestamp.proto\";\noption go_package = \"shop/v{number}\";\n"
    );
    for message in 0..MESSAGES {
        let kind = if changed && message % 10 == 0 {
            "int64"
        } else {
            "int32"
        };
        write!(
            text,
            "// What a customer has ordered.\nmessage Order{message} {{\n  string id = 1;\n  {kind} count = 2;\n  repeated string notes = 3;\n  map<string, string> labels = 4;\n  google.protobuf.Timestamp at = 5;\n  Order{message}.Item item = 6;\n  oneof customer {{\n    string name = 7;\n    int64 number = 8;\n  }}\n  message Item {{\n    string name = 1;\n    bytes body = 2;\n  }}\n  reserved 10 to 20;\n}}\nenum Status{message} {{\n  STATUS{message}_UNKNOWN = 0;\n  STATUS{message}_OPEN = 1;\n}}\n"
        )
        .unwrap();
    }
    text + "service Orders { rpc Put(Order0) returns (Order1); }\n"
}

fn texts(changed: bool) -> Vec<(String, String)> {
    let each =
        (0..FILES).map(|number| (format!("shop/v{number}/order.proto"), file(number, changed)));
    each.collect()
}

fn read(texts: &[(String, String)]) -> Contract {
    let inputs = texts.iter().map(|(path, text)| Input {
        path: path.clone(),
        source: Arc::new(Source::new(path, text.clone().into_bytes()).unwrap()),
    });
    Contract::parse(inputs.collect(), &mut |_| Ok(None)).unwrap()
}

fn whole(base: &[(String, String)], revision: &[(String, String)]) -> Comparison {
    let choice = Choice::of(&[Category::File]);
    compare(&read(base), &read(revision), &choice)
}

fn pair(criterion: &mut Criterion) {
    let (base, revision) = (texts(false), texts(true));
    assert_eq!(
        whole(&base, &revision).findings.len(),
        FILES * MESSAGES / 10
    );
    criterion.bench_function("pair of 2,000 messages, read and compared", |bench| {
        bench.iter(|| black_box(whole(&base, &revision)));
    });
    let (base, revision) = (read(&base), read(&revision));
    criterion.bench_function("the same, compared only", |bench| {
        bench.iter(|| black_box(compare(&base, &revision, &Choice::of(&[Category::File]))));
    });
}

criterion_group!(benches, pair);
criterion_main!(benches);
