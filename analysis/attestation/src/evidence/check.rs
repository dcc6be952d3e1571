//! Results of `holdpoint check …`: as they are written, or as the predicate of a statement.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Outcome;
use super::predicates::Read;
use super::summary::Summary;
use crate::error::ReadError;
use crate::predicate::CHECK;
use crate::text::{bounded_to, moment};

/// Findings that a summary has at most; all of them are in the document.
const MOST: usize = 10;

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// Which check: `api`, `migrations`, …
    pub check: String,
    /// `go`, `no-go` or `hold`.
    pub verdict: String,
    /// How many.
    #[serde(flatten)]
    pub counts: CheckCounts,
    /// The gravest of them, which nobody has waived.
    pub findings: Vec<CheckFinding>,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCounts {
    /// Those of each level that nobody has waived.
    pub error: u64,
    /// The same.
    pub warning: u64,
    /// The same.
    pub info: u64,
    /// Those that somebody has waived.
    pub waived: u64,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckFinding {
    /// By which rule.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub level: String,
    /// What is so.
    pub message: String,
    /// What it is about.
    pub subject: String,
}

#[derive(Deserialize)]
struct Result {
    check: String,
    verdict: String,
    summary: CheckCounts,
    #[serde(default)]
    findings: Vec<Found>,
    #[serde(default)]
    finished: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    rule: String,
    level: String,
    message: String,
    subject: String,
    #[serde(default)]
    waiver: Option<serde::de::IgnoredAny>,
}

/// The predicate type of a check's results.
pub(super) fn predicate_type(predicate: &Value) -> String {
    let check = predicate.get("check").and_then(Value::as_str);
    format!("{CHECK}/{}/v1", bounded_to(check.unwrap_or_default(), 40))
}

pub(super) fn read(predicate: &Value) -> std::result::Result<Read, ReadError> {
    let result = Result::deserialize(predicate)
        .map_err(|error| ReadError::json(&error, "result of a check"))?;
    let outcome = match result.verdict.as_str() {
        "go" => Outcome::Passed,
        // What could not be examined as a whole speaks for nothing.
        "no-go" | "hold" => Outcome::Failed,
        other => {
            let found = bounded_to(other, 40);
            return Err(ReadError::content(
                format!("`verdict` is `{found}`"),
                "write `go`, `no-go` or `hold`",
            ));
        }
    };
    let produced_at = moment(result.finished.as_deref());
    Ok(Read {
        outcome,
        summary: Summary::Check(summary(result)),
        produced_at,
    })
}

fn summary(result: Result) -> CheckSummary {
    let rank = |level: &str| {
        ["error", "warning", "info"]
            .iter()
            .position(|l| *l == level)
    };
    let open = result.findings.into_iter();
    let mut open: Vec<Found> = open.filter(|found| found.waiver.is_none()).collect();
    open.sort_by_key(|found| rank(&found.level).unwrap_or(usize::MAX));
    let finding = |found: Found| CheckFinding {
        rule: bounded_to(&found.rule, 80),
        level: bounded_to(&found.level, 10),
        message: bounded_to(&found.message, 100),
        subject: bounded_to(&found.subject, 60),
    };
    CheckSummary {
        check: bounded_to(&result.check, 40),
        verdict: result.verdict,
        counts: result.summary,
        findings: open.into_iter().take(MOST).map(finding).collect(),
    }
}
