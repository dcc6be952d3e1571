//! Predicates of known types.

use super::summary::{NamedFailure, ProvenanceSummary, TestSummary, VerificationSummary};
use super::{Outcome, Summary, generic};
use crate::contract::{Contract, Contracts};
use crate::error::ReadError;
use crate::junit::Counts;
use crate::predicate::{CHECK, CONTRACT};
use crate::sbom::{SbomSummary, cyclonedx_from_value, spdx_from_value};
use crate::statement::Statement;
use crate::text::{MAX_LIST, bounded, moment};
use serde::Deserialize;
use serde_json::Value;

pub(super) struct Read {
    pub(super) outcome: Outcome,
    pub(super) summary: Summary,
    pub(super) produced_at: Option<String>,
}

pub(super) fn read(statement: &Statement) -> Result<Read, ReadError> {
    let predicate = &statement.predicate;
    let uri = statement.predicate_type.trim_end_matches('/');
    let family = |prefix: &str| {
        uri == prefix
            || uri
                .strip_prefix(prefix)
                .is_some_and(|v| v.starts_with("/v"))
    };
    if uri.starts_with("https://in-toto.io/attestation/test-result/") {
        test_result(predicate)
    } else if family("https://cyclonedx.org/bom") || family("https://cyclonedx.org/schema") {
        cyclonedx_from_value(predicate).map(sbom)
    } else if uri == "https://spdx.dev/Document" || uri.starts_with("https://spdx.dev/Document/v2")
    {
        spdx_from_value(predicate).map(sbom)
    } else if family("https://slsa.dev/verification_summary") {
        Ok(verification(predicate))
    } else if uri
        .strip_prefix(CHECK)
        .is_some_and(|rest| rest.starts_with('/'))
    {
        super::check::read(predicate)
    } else if family(CONTRACT) {
        contract(predicate)
    } else if family("https://slsa.dev/provenance") {
        Ok(provenance(predicate))
    } else {
        let outcome = generic::outcome(predicate);
        Ok(Read {
            outcome,
            summary: generic::summarise(predicate),
            produced_at: generic_time(predicate),
        })
    }
}

fn contract(predicate: &Value) -> Result<Read, ReadError> {
    let Contracts { provides, consumes } = Contracts::read(predicate)?;
    let short = |side: Vec<Contract>| side.into_iter().map(Contract::short).collect();
    let produced = predicate.get("finished").and_then(Value::as_str);
    Ok(Read {
        outcome: Outcome::None,
        summary: Summary::Contract(Contracts {
            provides: short(provides),
            consumes: short(consumes),
        }),
        produced_at: moment(produced),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TestResult {
    result: String,
    #[serde(default)]
    configuration: Vec<Value>,
    #[serde(default)]
    passed_tests: Vec<String>,
    #[serde(default)]
    warned_tests: Vec<String>,
    #[serde(default)]
    failed_tests: Vec<String>,
}

fn test_result(predicate: &Value) -> Result<Read, ReadError> {
    let read = TestResult::deserialize(predicate)
        .map_err(|error| ReadError::json(&error, "test-result predicate"))?;
    let notes = read
        .configuration
        .iter()
        .find_map(|descriptor| descriptor.get("annotations"));
    let timestamp = notes.and_then(|notes| notes.get("timestamp")?.as_str());
    Ok(Read {
        outcome: read.outcome()?,
        produced_at: moment(timestamp),
        summary: Summary::Tests(read.summary(notes)),
    })
}

impl TestResult {
    /// A list of failures counts more than a word that says there are none.
    fn outcome(&self) -> Result<Outcome, ReadError> {
        match (
            self.result.to_ascii_uppercase().as_str(),
            self.failed_tests.is_empty(),
        ) {
            ("PASSED" | "PASS" | "WARNED", true) => Ok(Outcome::Passed),
            ("PASSED" | "PASS" | "WARNED" | "FAILED" | "FAIL", _) => Ok(Outcome::Failed),
            (other, _) => Err(ReadError::content(
                format!("`result` is `{}`", bounded(other)),
                "write `PASSED`, `WARNED` or `FAILED`",
            )),
        }
    }

    /// `notes` are what this crate writes beside the lists, when it builds such a predicate.
    fn summary(&self, notes: Option<&Value>) -> TestSummary {
        let number = |name: &str| {
            notes
                .and_then(|notes| notes.get(name)?.as_u64())
                .unwrap_or_default()
        };
        let count = |list: &[String]| list.len() as u64;
        let (passed, flaky) = (count(&self.passed_tests), count(&self.warned_tests));
        let (failed, errors) = (count(&self.failed_tests), number("errors"));
        let failure = |test: &String| NamedFailure {
            test: bounded(test),
            message: None,
        };
        TestSummary {
            counts: Counts {
                tests: number("tests").max(passed + flaky + failed),
                passed,
                failed: failed.saturating_sub(errors),
                errors,
                skipped: number("skipped"),
                flaky,
            },
            suites: number("suites"),
            duration_ms: number("durationMs"),
            failures: self
                .failed_tests
                .iter()
                .take(MAX_LIST)
                .map(failure)
                .collect(),
            flaky_tests: self
                .warned_tests
                .iter()
                .take(MAX_LIST)
                .map(|test| bounded(test))
                .collect(),
            discrepancy: None,
        }
    }
}

fn sbom(summary: SbomSummary) -> Read {
    let produced_at = summary.created.clone();
    Read {
        outcome: Outcome::None,
        summary: Summary::Sbom(summary),
        produced_at,
    }
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .map(bounded)
        .filter(|text| !text.is_empty())
}

fn first(value: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().find_map(|pointer| text(value, pointer))
}

fn verification(predicate: &Value) -> Read {
    let levels = predicate
        .pointer("/verifiedLevels")
        .and_then(Value::as_array);
    let summary = VerificationSummary {
        verifier: text(predicate, "/verifier/id"),
        resource: text(predicate, "/resourceUri"),
        policy: text(predicate, "/policy/uri"),
        levels: levels
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .take(MAX_LIST)
            .map(bounded)
            .collect(),
    };
    let said = text(predicate, "/verificationResult");
    let outcome = said.as_deref().map_or(Outcome::None, generic::word);
    let produced_at = moment(predicate.pointer("/timeVerified").and_then(Value::as_str));
    Read {
        outcome,
        summary: Summary::Verification(summary),
        produced_at,
    }
}

fn provenance(predicate: &Value) -> Read {
    let pointers = ["/buildDefinition/resolvedDependencies", "/materials"];
    let materials = pointers
        .iter()
        .find_map(|pointer| predicate.pointer(pointer)?.as_array());
    let summary = ProvenanceSummary {
        builder: first(predicate, &["/runDetails/builder/id", "/builder/id"]),
        build_type: first(predicate, &["/buildDefinition/buildType", "/buildType"]),
        invocation: first(
            predicate,
            &[
                "/runDetails/metadata/invocationId",
                "/metadata/buildInvocationId",
            ],
        ),
        materials: materials
            .into_iter()
            .flatten()
            .filter_map(|material| first(material, &["/uri", "/name"]))
            .take(MAX_LIST)
            .collect(),
    };
    let finished = first(
        predicate,
        &[
            "/runDetails/metadata/finishedOn",
            "/metadata/buildFinishedOn",
        ],
    );
    Read {
        outcome: Outcome::None,
        summary: Summary::Provenance(summary),
        produced_at: moment(finished.as_deref()),
    }
}

/// The fields in which predicates say when they were made.
fn generic_time(predicate: &Value) -> Option<String> {
    let names = [
        "timestamp",
        "time",
        "createdAt",
        "created",
        "finishedOn",
        "producedAt",
        "evaluatedAt",
        "timeVerified",
    ];
    let metadata = [
        "/metadata/scanFinishedOn",
        "/metadata/timestamp",
        "/metadata/buildFinishedOn",
    ];
    let direct = names
        .iter()
        .find_map(|name| moment(predicate.get(*name)?.as_str()));
    direct.or_else(|| {
        metadata
            .iter()
            .find_map(|pointer| moment(predicate.pointer(pointer)?.as_str()))
    })
}
