//! Small schemas, and what is found between them.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Direction, Finding, Source, Unreadable};
use holdpoint_jsonschema::{Comparison, Content, Missing, Schema, compare};

fn source(name: &str, text: &str) -> Result<Arc<Source>, Unreadable> {
    Source::new(name, text.as_bytes().to_vec()).map(Arc::new)
}

/// The first file, with others that it may refer to.
pub(crate) fn read_all(files: &[(&str, &str)]) -> Result<Schema, Unreadable> {
    let texts: HashMap<&str, &str> = files.iter().copied().collect();
    let mut load = |name: &str| match texts.get(name) {
        Some(text) => source(name, text).map_err(Missing::Unreadable),
        None => Err(Missing::Absent("there is no such file".to_owned())),
    };
    Schema::read(&source(files[0].0, files[0].1)?, &mut load)
}

pub(crate) fn read(text: &str) -> Result<Schema, Unreadable> {
    read_all(&[("schema.json", text)])
}

pub(crate) fn between(base: &str, revision: &str) -> Comparison {
    let (base, revision) = (read(base).unwrap(), read(revision).unwrap());
    compare(&base, &revision, Direction::Backward, Content::AsWritten)
}

/// What is found, as `rule subject line:column`, sorted.
pub(crate) fn found(base: &str, revision: &str) -> Vec<String> {
    said(&between(base, revision))
}

pub(crate) fn said(compared: &Comparison) -> Vec<String> {
    let line = |finding: &Finding| {
        let rule = finding.rule.id.trim_start_matches("json-schema-");
        format!("{rule} {}", finding.subject)
    };
    let mut lines: Vec<String> = compared.findings.iter().map(line).collect();
    lines.sort();
    lines
}

/// Mistakes, as `line:column message`.
pub(crate) fn mistakes(text: &str) -> Vec<String> {
    let Err(error) = read(text) else {
        return Vec::new();
    };
    let said = |finding: &Finding| {
        let place = &finding.place;
        format!("{}:{} {}", place.line, place.column, finding.message)
    };
    error.findings().iter().map(said).collect()
}
