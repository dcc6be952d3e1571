//! Small histories, and what is found in them.

use std::sync::Arc;

use holdpoint_findings::{Finding, Source};
use holdpoint_migrations::{Checked, Dialect, Options, check};

pub(crate) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text.as_bytes().to_vec()).unwrap())
}

/// Files that are named by their numbers.
pub(crate) fn numbered(files: &[&str]) -> Vec<Arc<Source>> {
    let named = files.iter().enumerate();
    named
        .map(|(at, text)| source(&format!("{}.sql", at + 1), text))
        .collect()
}

pub(crate) fn of(dialect: Dialect) -> Options {
    Options {
        dialect: Some(dialect),
        ..Options::default()
    }
}

pub(crate) fn checked(files: &[&str], options: &Options) -> Checked {
    check(&numbered(files), options).unwrap()
}

pub(crate) fn found(files: &[&str], options: &Options) -> Vec<Finding> {
    let mut findings = checked(files, options).findings;
    findings.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.rule.id.cmp(b.rule.id)));
    findings
}

/// What one of the other tools would say, each once, sorted: its names without the tool.
pub(crate) fn named(tool: &str, files: &[&str], dialect: Dialect) -> Vec<String> {
    let findings = found(files, &of(dialect));
    let aliases = findings.iter().flat_map(|finding| finding.rule.aliases);
    let prefix = format!("{tool}:");
    let mut names: Vec<String> = aliases
        .filter_map(|alias| alias.strip_prefix(&prefix))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Rules with their levels.
pub(crate) fn levels(files: &[&str], rule: &str) -> Vec<String> {
    let findings = found(files, &of(Dialect::Postgres));
    let of = findings.iter().filter(|finding| finding.rule.id == rule);
    of.map(|finding| {
        format!(
            "{} {}:{}",
            finding.level, finding.place.file, finding.place.line
        )
    })
    .collect()
}
