//! From changes to findings.

use holdpoint_findings::Finding;

use super::rules::row_of;
use crate::files::At;

/// Findings that are kept; whoever breaks more has enough to read.
const FINDINGS: usize = 100_000;

/// The words of a finding.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words<'a> {
    pub(crate) name: &'a str,
    pub(crate) location: &'a str,
    pub(crate) status: &'a str,
    pub(crate) media: &'a str,
    pub(crate) property: &'a str,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// Where a change is in either version; one of them is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a>(pub(crate) Option<At<'a>>, pub(crate) Option<At<'a>>);

/// Keeps what is found.
#[derive(Debug, Default)]
pub(crate) struct Reporter {
    pub(crate) findings: Vec<Finding>,
    pub(crate) exhausted: bool,
}

impl Reporter {
    /// Keeps a change of an operation, component or the whole, if there is a rule for it.
    pub(crate) fn say(&mut self, name: &str, subject: &str, words: &Words<'_>, sides: Sides<'_>) {
        let Some(row) = row_of(name) else { return };
        if self.findings.len() >= FINDINGS {
            self.exhausted = true;
            return;
        }
        let Sides(base, revision) = sides;
        let Some(at) = revision.or(base) else { return };
        let said = [
            ("name", words.name),
            ("in", words.location),
            ("status", words.status),
            ("media", words.media),
            ("property", words.property),
            ("from", words.from.as_str()),
            ("to", words.to.as_str()),
        ];
        let mut finding = Finding::new(&row.rule, at.place(), subject, &said);
        if let (Some(base), Some(_)) = (base, revision) {
            finding = finding.related(base.place(), "before");
        }
        self.findings.push(finding);
    }
}

/// A value for people, not too long.
pub(crate) fn shown(at: Option<At<'_>>) -> String {
    let Some(at) = at else {
        return "nothing".to_owned();
    };
    short(&at.value.to_string())
}

/// Text, not too long, as it is shown in a message.
pub(crate) fn short(text: &str) -> String {
    const LONG: usize = 80;
    let mut start: String = text.chars().take(LONG).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    format!("`{}`", start.replace('`', "'"))
}
