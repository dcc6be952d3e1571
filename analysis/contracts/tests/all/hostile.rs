//! Contracts that are made to break whoever reads them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::world::{api, compare, read};

/// Generous, as tests run beside others, without optimisation.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn a_cycle_of_all_of_ends() {
    let schema = "allOf: [{$ref: '#/components/schemas/P'}, {type: string, maxLength: 9}]";
    let start = Instant::now();
    let compared = compare(&api(schema), &api(&schema.replace('9', "8")));
    assert!(!compared.findings.is_empty() && !compared.incomplete);
    assert!(start.elapsed() < SOON);
}

#[test]
fn a_reference_to_itself_is_broken() {
    let error = read(&[("a.yaml", &api("$ref: '#/components/schemas/P'"))]).unwrap_err();
    assert_eq!(error.findings()[0].rule.id, "api-reference-broken");
}

#[test]
fn a_chain_of_references_has_an_end_or_is_told_of() {
    let chain = |length: usize| {
        let mut text = api("$ref: '#/components/schemas/S0'");
        for at in 0..length {
            let _ = writeln!(
                text,
                "    S{at}: {{$ref: '#/components/schemas/S{}'}}",
                at + 1
            );
        }
        text + &format!("    S{length}: {{type: string}}\n")
    };
    assert!(read(&[("a.yaml", &chain(50))]).is_ok());
    let start = Instant::now();
    let error = read(&[("a.yaml", &chain(20_000))]).unwrap_err();
    assert!(
        error.findings()[0]
            .message
            .contains("more than 64 references")
    );
    assert_eq!(error.findings().len(), 100);
    assert!(start.elapsed() < SOON);
}

/// Each of many schemas refers to the next one twice.
fn doubling(levels: usize, last: &str) -> String {
    let mut schemas = String::new();
    for level in 0..levels {
        let next = level + 1;
        let one = format!("{{$ref: '#/components/schemas/S{next}'}}");
        let _ = writeln!(
            schemas,
            "    S{level}: {{type: object, properties: {{a: {one}, b: {one}}}}}"
        );
    }
    let _ = writeln!(schemas, "    S{levels}: {last}");
    api("$ref: '#/components/schemas/S0'") + &schemas
}

#[test]
fn a_billion_laughs_end_without_an_answer() {
    let start = Instant::now();
    let compared = compare(
        &doubling(40, "{type: string}"),
        &doubling(40, "{type: integer}"),
    );
    assert!(compared.incomplete && start.elapsed() < Duration::from_secs(120));
}

fn chain(levels: usize, last: &str) -> String {
    let mut schemas = String::new();
    for level in 0..levels {
        let next = level + 1;
        let _ = writeln!(
            schemas,
            "    S{level}: {{properties: {{a: {{$ref: '#/components/schemas/S{next}'}}}}}}"
        );
    }
    let _ = writeln!(schemas, "    S{levels}: {last}");
    api("$ref: '#/components/schemas/S0'") + &schemas
}

#[test]
fn ten_thousand_schemas_within_each_other_end() {
    let deep = compare(
        &chain(10_000, "{type: string}"),
        &chain(10_000, "{type: integer}"),
    );
    assert!(deep.incomplete);
    let less = compare(
        &chain(900, "{type: string}"),
        &chain(900, "{type: integer}"),
    );
    assert!(!less.incomplete && !less.findings.is_empty());
}

#[test]
fn brackets_without_end_are_refused() {
    let deep = format!(
        "{{\"openapi\":\"3.0.3\",\"paths\":{}",
        "{\"a\":".repeat(10_000)
    );
    let error = read(&[("a.json", &deep)]).unwrap_err();
    assert_eq!(error.findings().len(), 1);
}

#[test]
fn nonsense_where_schemas_belong_is_no_schema() {
    for nonsense in [
        "[]",
        "5",
        "text",
        "{type: 5, required: a, properties: [], oneOf: {}, enum: 1}",
    ] {
        let compared = compare(&api(nonsense), &api("{type: string, enum: [a]}"));
        assert!(!compared.incomplete);
    }
}
