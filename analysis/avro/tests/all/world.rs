//! Small schemas, and what is found between them.

use std::sync::Arc;

use holdpoint_avro::{Comparison, Schema, compare};
use holdpoint_findings::{Direction, Finding, Level, Source, Unreadable};

pub(crate) fn read(files: &[&str]) -> Result<Schema, Unreadable> {
    let each = files.iter().enumerate();
    let sources = each.map(|(at, text)| {
        let source = Source::new(&format!("{at}.avsc"), text.as_bytes().to_vec());
        source.map(Arc::new)
    });
    let sources: Result<Vec<_>, _> = sources.collect();
    Schema::read(&sources?)
}

pub(crate) fn between(base: &str, revision: &str, direction: Direction) -> Comparison {
    compare(
        &read(&[base]).unwrap(),
        &read(&[revision]).unwrap(),
        direction,
    )
}

/// What is found when the one is read with the other, as `rule subject line`, sorted; without what is only told.
pub(crate) fn found(writer: &str, reader: &str) -> Vec<String> {
    let line = |finding: &Finding| {
        let rule = finding.rule.id.trim_start_matches("avro-");
        format!("{rule} {} {}", finding.subject, finding.place.line)
    };
    let findings = between(writer, reader, Direction::Backward).findings;
    let told = findings.iter().filter(|one| one.level > Level::Info);
    let mut lines: Vec<String> = told.map(line).collect();
    lines.sort();
    lines
}

/// Mistakes, as `line:column message`.
pub(crate) fn mistakes(text: &str) -> Vec<String> {
    let Err(error) = read(&[text]) else {
        return Vec::new();
    };
    let said = |finding: &Finding| {
        let place = &finding.place;
        format!("{}:{} {}", place.line, place.column, finding.message)
    };
    error.findings().iter().map(said).collect()
}
