//! The short forms that are kept of documents.

use super::check::CheckSummary;
use crate::contract::Contracts;
use crate::junit::{Counts, TestCase, TestReport, TestStatus};
use crate::sbom::SbomSummary;
use crate::text::{MAX_LIST, bounded};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a document says, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Summary {
    /// The result of tests.
    Tests(TestSummary),
    /// A bill of materials.
    Sbom(SbomSummary),
    /// Somebody's verification.
    Verification(VerificationSummary),
    /// How an artifact was built.
    Provenance(ProvenanceSummary),
    /// What a check has found.
    Check(CheckSummary),
    /// Which interfaces an artifact provides and consumes; without the files that describe them.
    Contract(Contracts),
    /// Another predicate: its own fields, cut to size. Numbers that are no integers below 2^53 are text.
    Other {
        /// The predicate's fields.
        fields: Value,
        /// Whether something was cut off.
        truncated: bool,
    },
}

/// The result of tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSummary {
    /// How many tests ended how.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many suites.
    pub suites: u64,
    /// How long they took, in milliseconds.
    pub duration_ms: u64,
    /// The first failures.
    pub failures: Vec<NamedFailure>,
    /// The first flaky tests.
    pub flaky_tests: Vec<String>,
    /// A contradiction in the report.
    pub discrepancy: Option<String>,
}

/// A test that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFailure {
    /// The test.
    pub test: String,
    /// What it said.
    pub message: Option<String>,
}

/// A verification of somebody else (SLSA VSA).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationSummary {
    /// Who verified.
    pub verifier: Option<String>,
    /// What was verified.
    pub resource: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// The levels that were reached.
    pub levels: Vec<String>,
}

/// How an artifact was built (SLSA provenance).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceSummary {
    /// Who built it.
    pub builder: Option<String>,
    /// How.
    pub build_type: Option<String>,
    /// The run.
    pub invocation: Option<String>,
    /// What went in, the first ones: `uri`, or name and digest.
    pub materials: Vec<String>,
}

impl TestSummary {
    /// The short form of a report.
    pub fn of(report: &TestReport) -> Self {
        let bad = |case: &&TestCase| matches!(case.status, TestStatus::Failed | TestStatus::Error);
        let failures = report.cases.iter().filter(bad).map(|case| NamedFailure {
            test: bounded(&case.full_name()),
            message: case.message.clone(),
        });
        let outside = report.suite_errors.iter().map(|message| NamedFailure {
            test: "outside any test".to_owned(),
            message: Some(message.clone()),
        });
        Self {
            counts: report.counts(),
            suites: report.suites,
            duration_ms: report.duration_ms,
            failures: failures.chain(outside).take(MAX_LIST).collect(),
            flaky_tests: report
                .names(&[TestStatus::Flaky])
                .take(MAX_LIST)
                .map(|name| bounded(&name))
                .collect(),
            discrepancy: report.discrepancy.as_deref().map(bounded),
        }
    }
}
