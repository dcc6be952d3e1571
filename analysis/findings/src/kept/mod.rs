//! A result that was kept: read back, compared with an earlier one, written for others.
//!
//! What [`render`](crate::render) writes as JSON is read, and what [`attested`](crate::attested) adds to it. Texts are
//! whatever somebody has written into the document: whoever shows them escapes them.

mod csv;
mod sarif;
mod trend;

use serde::{Deserialize, Serialize};

use crate::Level;

pub use trend::Trend;

/// Findings that are read of one result: more than a check ever writes.
const MOST: usize = 100_000;

/// A result as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which program it was.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// Which check.
    pub check: String,
    /// `go`, `no-go` or `hold`.
    pub verdict: String,
    /// Why no answer is possible, if none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// From which level on findings fail the check; earlier versions did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Level>,
    /// The findings.
    #[serde(default)]
    pub findings: Vec<KeptFinding>,
}

/// A finding as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFinding {
    /// By which rule.
    pub rule: String,
    /// How much it weighs.
    pub level: Level,
    /// What is so.
    pub message: String,
    /// What to do about it.
    #[serde(default)]
    pub help: String,
    /// Where.
    pub place: KeptPlace,
    /// What it is about.
    #[serde(default)]
    pub subject: String,
    /// The waiver in the repository that excuses it.
    #[serde(default)]
    pub waiver: Option<KeptWaiver>,
    /// What it is recognised by in the next run.
    #[serde(default)]
    pub fingerprint: String,
    /// What other tools call the rule.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The lines around the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPlace {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The JSON pointer of the value, or another way into the file.
    #[serde(default)]
    pub pointer: String,
}

/// A waiver that stood in the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWaiver {
    /// Whose it is.
    pub owner: String,
    /// Who approved it.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// Its last day.
    pub expires: String,
}

/// Some lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The number of the first one.
    pub first: usize,
    /// The lines, cut to what fits.
    pub lines: Vec<String>,
}

/// Why a kept result cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptError(String);

impl std::fmt::Display for KeptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the result of the check cannot be read: {}", self.0)
    }
}

impl std::error::Error for KeptError {}

impl Kept {
    /// Reads a result: as it was written, or the predicate of a statement.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(document: &serde_json::Value) -> Result<Self, KeptError> {
        let mut read = Self::deserialize(document).map_err(|error| KeptError(error.to_string()))?;
        read.findings.truncate(MOST);
        Ok(read)
    }

    /// Whether this finding fails the check, by itself.
    #[must_use]
    pub fn fails(&self, finding: &KeptFinding) -> bool {
        finding.waiver.is_none() && finding.level >= self.fail_on.unwrap_or(Level::Warning)
    }

    /// As SARIF 2.1.0.
    #[must_use]
    pub fn sarif(&self) -> String {
        crate::render::pretty(&sarif::log(self))
    }

    /// As comma-separated values with a row of names; no cell is taken for a formula.
    #[must_use]
    pub fn csv(&self) -> String {
        csv::table(self)
    }

    /// Which findings are new since an earlier result, which are the same, and which are gone.
    #[must_use]
    pub fn since<'k>(&'k self, earlier: &'k Self) -> Trend<'k> {
        Trend::of(self, earlier)
    }
}
