//! Small contracts, and what is found between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Finding, Source, Unreadable};
use holdpoint_protobuf::{Category, Choice, Comparison, Contract, Input, compare};

pub(crate) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text.as_bytes().to_vec()).unwrap())
}

/// A contract of several files; the text of each is called by its path in a folder.
pub(crate) fn read(folder: &str, files: &[(&str, &str)]) -> Result<Contract, Unreadable> {
    let inputs = files.iter().map(|(path, text)| Input {
        path: (*path).to_owned(),
        source: source(&format!("{folder}/{path}"), text),
    });
    Contract::parse(inputs.collect(), &mut |_| Ok(None))
}

/// A contract of one file.
pub(crate) fn one(text: &str) -> Result<Contract, Unreadable> {
    read("new", &[("a.proto", text)])
}

/// The mistakes of a contract of one file, as `line:column message`.
pub(crate) fn mistakes(text: &str) -> Vec<String> {
    let Err(error) = one(text) else {
        return Vec::new();
    };
    let said = |finding: &Finding| {
        let place = &finding.place;
        format!("{}:{} {}", place.line, place.column, finding.message)
    };
    error.findings().iter().map(said).collect()
}

pub(crate) fn every_rule() -> Choice {
    use Category::{File, Package, Wire, WireJson};
    Choice::of(&[File, Package, WireJson, Wire])
}

/// What is found by all rules between two versions of one file.
pub(crate) fn between(base: &str, revision: &str) -> Comparison {
    let base = read("old", &[("a.proto", base)]).unwrap();
    let revision = read("new", &[("a.proto", revision)]).unwrap();
    compare(&base, &revision, &every_rule())
}

/// What a peer calls the rules by which something is found, and how often.
pub(crate) fn found(comparison: &Comparison) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for finding in &comparison.findings {
        let peer = finding.rule.aliases[0].trim_start_matches("buf:");
        *found.entry(peer).or_default() += 1;
    }
    found
}

/// Findings as lines, in one order.
pub(crate) fn lines(comparison: &Comparison) -> Vec<String> {
    let line = |finding: &Finding| {
        let place = &finding.place;
        let (file, line, column) = (&place.file, place.line, place.column);
        format!(
            "{file}:{line}:{column} {} {}",
            finding.rule.id, finding.message
        )
    };
    let mut lines: Vec<String> = comparison.findings.iter().map(line).collect();
    lines.sort();
    lines
}
