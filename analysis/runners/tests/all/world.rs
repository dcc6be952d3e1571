//! Lists and reports from text and from files.

use std::sync::Arc;

use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_findings::{Finding, Source};
use holdpoint_runners::Runner;

pub(crate) fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

pub(crate) fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("list", text.as_bytes().to_vec()).unwrap())
}

pub(crate) fn listed(runner: Runner, text: &str) -> Vec<String> {
    runner
        .read_list(&source(text), "/project")
        .unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// What is wrong with a list: place, rule, message.
pub(crate) fn wrong(runner: Runner, text: &str) -> Vec<String> {
    let line = |one: &Finding| {
        format!(
            "{}:{} {} {}",
            one.place.line, one.place.column, one.rule.id, one.message
        )
    };
    runner
        .read_list(&source(text), "/project")
        .unwrap_err()
        .findings()
        .iter()
        .map(line)
        .collect()
}

pub(crate) fn report(text: &str) -> TestReport {
    let options = Options {
        whole_names: true,
        ..Options::default()
    };
    TestReport::read(text.as_bytes(), options).unwrap_or_else(|wrong| panic!("{wrong}"))
}
