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

/// Fingerprints that it has at most: where more fails, none is in it, and they stand beside it.
const MOST_FAILING: usize = 40;

/// Fingerprints that stand beside it at most: where more fails, there are none.
const MOST_BESIDE: usize = 1_000;

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
    /// The digest of what was compared with, as `sha256:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The digest of what was compared with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The fingerprints of all that fails the check, if that is why it fails and they are at most 40.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing: Option<Vec<String>>,
    /// The same, if they are more than 40 and at most 1,000: no part of the summary as it is written, which stays short.
    #[serde(skip)]
    pub many_failing: Vec<String>,
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
    /// The level from which on findings fail the check. Results of earlier versions do not say.
    #[serde(default)]
    fail_on: Option<String>,
    #[serde(default)]
    hold: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    inputs: Inputs,
}

/// What was compared.
#[derive(Default, Deserialize)]
struct Inputs {
    #[serde(default)]
    base: Option<Input>,
    #[serde(default)]
    revision: Option<Input>,
}

#[derive(Deserialize)]
struct Input {
    digest: String,
}

#[derive(Deserialize)]
struct Found {
    rule: String,
    level: String,
    message: String,
    subject: String,
    #[serde(default)]
    fingerprint: String,
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

/// The fingerprints of what fails the check.
fn failing(result: &Result) -> Option<Vec<String>> {
    let from = rank(result.fail_on.as_deref()?)?;
    if result.hold.is_some() {
        return None;
    }
    let open = result
        .findings
        .iter()
        .filter(|found| found.waiver.is_none());
    let failing = open.filter(|found| rank(&found.level).is_some_and(|rank| rank <= from));
    let all: Vec<_> = failing
        .map(|found| bounded_to(&found.fingerprint, 41))
        .collect();
    (!all.is_empty()).then_some(all)
}

/// Whether it is a fingerprint as this program writes it: 16 bytes in hex.
fn plain(fingerprint: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    fingerprint.len() == 32 && fingerprint.bytes().all(hex)
}

/// How little a level weighs.
fn rank(level: &str) -> Option<usize> {
    let mut levels = ["error", "warning", "info"].iter();
    levels.position(|known| *known == level)
}

fn summary(result: Result) -> CheckSummary {
    let (failing, many_failing) = match failing(&result) {
        Some(all) if all.len() <= MOST_FAILING => (Some(all), Vec::new()),
        Some(all) if all.len() <= MOST_BESIDE && all.iter().all(|one| plain(one)) => (None, all),
        _ => (None, Vec::new()),
    };
    let digest = |input: Option<Input>| input.map(|input| bounded_to(&input.digest, 80));
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
        base: digest(result.inputs.base),
        revision: digest(result.inputs.revision),
        failing,
        many_failing,
    }
}
