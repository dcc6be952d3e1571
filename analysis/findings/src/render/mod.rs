//! Reports in the formats that people and programs read.

mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod plain;
mod sarif;

pub(crate) use plain::plain;
pub(crate) use sarif::{SCHEMA, address, level};

use std::collections::BTreeSet;

use crate::{Finding, Fingerprint, Report};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, with the lines that it is about.
    Human {
        /// With the escapes of a terminal.
        colour: bool,
    },
    /// For programs.
    Json,
    /// SARIF 2.1.0, as GitHub's code scanning and others take it.
    Sarif,
    /// JUnit XML, as build servers show it.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// A comment on a change.
    Markdown,
}

/// The report as text that ends with a line break. The same report gives the same bytes.
#[must_use]
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Human { colour } => human::render(report, colour),
        Format::Json => pretty(&json::View::of(report)),
        Format::Sarif => pretty(&sarif::log(report)),
        Format::Junit => junit::render(report),
        Format::Github => github::render(report),
        Format::Gitlab => pretty(&gitlab::issues(report)),
        Format::Markdown => markdown::render(report),
    }
}

/// The report as a comment of at most so many bytes, for forges that refuse longer ones. Findings that are shown at their
/// lines are only counted.
#[must_use]
pub fn comment(report: &Report, at_lines: &BTreeSet<Fingerprint>, bytes: usize) -> String {
    markdown::page(report, at_lines, bytes)
}

/// A finding as a remark at its line, in Markdown.
#[must_use]
pub fn remark(finding: &Finding) -> String {
    markdown::remark(finding)
}

pub(crate) fn pretty(value: &impl serde::Serialize) -> String {
    // Only keys that are no text could make it fail, and there are none.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
