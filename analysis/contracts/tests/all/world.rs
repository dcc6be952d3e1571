//! Small contracts, and what is found between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_contracts::openapi::{self, Comparison, Options};
use holdpoint_contracts::{Files, Missing};
use holdpoint_findings::{Source, Unreadable};

pub(crate) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text.as_bytes().to_vec()).unwrap())
}

/// A contract of several files, the first of which begins it.
pub(crate) fn read(all: &[(&str, &str)]) -> Result<Files, Unreadable> {
    let known: BTreeMap<&str, &str> = all.iter().copied().collect();
    let (name, text) = all[0];
    Files::read(&source(name, text), &mut |name| match known.get(name) {
        Some(text) => Ok(source(name, text)),
        None => Err(Missing::Absent("there is no such file".to_owned())),
    })
}

pub(crate) fn options() -> Options {
    Options::on(jiff::civil::date(2026, 11, 28))
}

pub(crate) fn compare(base: &str, revision: &str) -> Comparison {
    let base = read(&[("base.yaml", base)]).unwrap();
    let revision = read(&[("revision.yaml", revision)]).unwrap();
    openapi::compare(&base, &revision, &options()).unwrap()
}

/// What is found, as `id at pointer`, sorted.
pub(crate) fn found(comparison: &Comparison) -> Vec<String> {
    let line = |finding: &holdpoint_findings::Finding| {
        format!("{} {}", finding.rule.id, finding.place.pointer)
    };
    let mut lines: Vec<String> = comparison.findings.iter().map(line).collect();
    lines.sort();
    lines
}

/// An API with one operation that takes and gives this schema, and takes it as a parameter.
pub(crate) fn api(schema: &str) -> String {
    let schema = schema.replace('\n', "\n      ");
    format!(
        "openapi: 3.1.0
info: {{title: t, version: 1.0.0}}
paths:
  /pets:
    post:
      parameters:
        - {{name: p, in: query, schema: {{$ref: '#/components/schemas/P'}}}}
      requestBody:
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/P'}}}}}}
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/P'}}}}}}
components:
  schemas:
    P:
      {schema}
"
    )
}

/// The rules by which something is found between two schemas.
pub(crate) fn between(base: &str, revision: &str) -> Vec<&'static str> {
    let compared = compare(&api(base), &api(revision));
    let mut rules: Vec<_> = compared
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    rules.retain(|id| !id.contains("version"));
    rules.sort_unstable();
    rules
}
