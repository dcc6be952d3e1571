//! Reports from text and from files that tools wrote.

use std::sync::Arc;

use holdpoint_coverage::Report;
use holdpoint_findings::{Finding, Source};

pub(crate) fn read(text: &str) -> Report {
    Report::read(&source(text)).unwrap_or_else(|wrong| panic!("{wrong}"))
}

pub(crate) fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("given", text.as_bytes().to_vec()).unwrap())
}

/// A report of the fixtures.
pub(crate) fn fixture(name: &str) -> Report {
    read(&text(name))
}

pub(crate) fn text(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// What is wrong with a report: place, rule, message.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let line = |one: &Finding| {
        format!(
            "{}:{} {} {}",
            one.place.line, one.place.column, one.rule.id, one.message
        )
    };
    Report::read(&source(text))
        .unwrap_err()
        .findings()
        .iter()
        .map(line)
        .collect()
}
