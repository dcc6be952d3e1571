//! All that a check has found.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::{Finding, Fingerprint, Level, Source, Sources};

/// The program that checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version (semver).
    pub version: &'static str,
    /// Its page on the web.
    pub page: &'static str,
}

/// What a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing at or above the failing level.
    Go,
    /// Something at or above the failing level.
    NoGo,
    /// No answer is possible yet.
    Hold,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
            Self::Hold => "hold",
        })
    }
}

/// How many findings there are of each level, without those that are waived, and how many of those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub info: usize,
    /// Findings of any level that a waiver excuses.
    pub waived: usize,
}

/// What was compared with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inputs {
    /// What was there before.
    pub base: Input,
    /// What is to come.
    pub revision: Input,
}

/// Something that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// What it is described in.
    pub kind: String,
    /// The digest of its description, as `sha256:…`.
    pub digest: String,
}

/// All that a check has found.
#[derive(Debug, Clone)]
pub struct Report {
    /// Who checked.
    pub tool: Tool,
    /// What was checked, such as `api`.
    pub check: &'static str,
    /// From which level on a finding fails the check.
    pub failing: Level,
    /// Why no answer is possible yet, if none is.
    pub hold: Option<String>,
    /// What was compared with what, if two things were.
    pub inputs: Option<Inputs>,
    findings: Vec<Finding>,
    sources: Sources,
}

impl Report {
    /// Nothing found so far; errors fail it.
    #[must_use]
    pub fn new(tool: Tool, check: &'static str) -> Self {
        Self {
            tool,
            check,
            failing: Level::Error,
            hold: None,
            inputs: None,
            findings: Vec::new(),
            sources: Sources::default(),
        }
    }

    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds the text that findings are in, so that they can be shown with their lines.
    pub fn add_source(&mut self, source: &Arc<Source>) {
        self.sources.add(source);
    }

    /// The texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The findings.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub(crate) fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }

    /// Puts findings in the order of their places, and makes fingerprints that several have each its own, by which
    /// of them comes first. To be called once, when all are there and before waivers are applied.
    pub fn settle(&mut self) {
        self.findings.sort_by(|a, b| {
            let by = |one: &Finding| (one.rule.id, one.fingerprint);
            a.place.cmp(&b.place).then_with(|| by(a).cmp(&by(b)))
        });
        let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
        for finding in &mut self.findings {
            let before = seen.entry(finding.fingerprint).or_default();
            if *before > 0 {
                finding.fingerprint = finding.fingerprint.and(&before.to_string());
            }
            *before += 1;
        }
    }

    /// How many there are.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in &self.findings {
            *match (finding.counts(), finding.level) {
                (false, _) => &mut summary.waived,
                (true, Level::Error) => &mut summary.error,
                (true, Level::Warning) => &mut summary.warning,
                (true, Level::Info) => &mut summary.info,
            } += 1;
        }
        summary
    }

    /// Whether this finding fails the check.
    #[must_use]
    pub fn fails(&self, finding: &Finding) -> bool {
        finding.counts() && finding.level >= self.failing
    }

    /// What the check says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.findings.iter().any(|finding| self.fails(finding)) {
            Verdict::NoGo
        } else if self.hold.is_some() {
            Verdict::Hold
        } else {
            Verdict::Go
        }
    }
}
