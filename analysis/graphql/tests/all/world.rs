//! Small schemas, and what is found between them.

use std::sync::Arc;

use holdpoint_findings::{Finding, Level, Source};
use holdpoint_graphql::{Comparison, Schema, compare};

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text.as_bytes().to_vec()).unwrap())
}

pub(crate) fn read(files: &[&str]) -> Result<Schema, holdpoint_findings::Unreadable> {
    let each = files.iter().enumerate();
    let sources: Vec<_> = each
        .map(|(at, text)| source(&format!("{at}.graphql"), text))
        .collect();
    Schema::read(&sources)
}

pub(crate) fn between(old: &str, new: &str) -> Comparison {
    compare(&read(&[old]).unwrap(), &read(&[new]).unwrap())
}

/// What is found, as `weight kind path line`, sorted.
pub(crate) fn found(old: &str, new: &str) -> Vec<String> {
    let line = |finding: &Finding| {
        let weight = match finding.level {
            Level::Error => "breaks",
            Level::Warning => "danger",
            Level::Info => "safe",
        };
        let peer = finding.rule.aliases[0].trim_start_matches("graphql-inspector:");
        format!("{weight} {peer} {} {}", finding.subject, finding.place.line)
    };
    let mut lines: Vec<String> = between(old, new).findings.iter().map(line).collect();
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
