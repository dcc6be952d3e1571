//! Predicate types that are known, and statements built from reports.

use crate::error::ReadError;
use crate::evidence::{Format, Outcome, detect};
use crate::junit::{TestReport, TestStatus};
use crate::statement::{Statement, Subject};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The result of running tests.
pub const TEST_RESULT: &str = "https://in-toto.io/attestation/test-result/v0.1";
/// A CycloneDX bill of materials.
pub const CYCLONEDX: &str = "https://cyclonedx.org/bom";
/// An SPDX 2 bill of materials.
pub const SPDX: &str = "https://spdx.dev/Document";
/// A pointer to documents that are kept elsewhere.
pub const REFERENCE: &str = "https://in-toto.io/attestation/reference/v0.1";
/// A summary of somebody's verification.
pub const VERIFICATION_SUMMARY: &str = "https://slsa.dev/verification_summary/v1";
/// What a check of Holdpoint has found: its name and a version follow.
pub const CHECK: &str = "https://example.org/holdpoint/check";
/// Which interfaces an artifact provides and consumes.
pub const CONTRACT: &str = "https://example.org/holdpoint/contract";
/// How an artifact was built.
pub const PROVENANCE: &str = "https://slsa.dev/provenance/v1";

/// No statement names more tests of one kind.
const MAX_NAMES: usize = 10_000;

/// States what a JUnit report says about the subjects.
///
/// `file` is the report's name and `bytes` what was read; `url` may lead to the run. Counts that the predicate has
/// no field for stand as annotations of the report.
pub fn test_result(
    report: &TestReport,
    file: &str,
    bytes: &[u8],
    url: Option<&str>,
    subjects: Vec<Subject>,
) -> Statement {
    let counts = report.counts();
    let names = |statuses: &[TestStatus]| -> Vec<String> {
        report.names(statuses).take(MAX_NAMES).collect()
    };
    let result = match (report.outcome(), counts.flaky) {
        (Outcome::Passed, 0) => "PASSED",
        (Outcome::Passed, _) => "WARNED",
        // A run without a single test proves nothing.
        (Outcome::Failed | Outcome::None, _) => "FAILED",
    };
    let mut predicate = json!({
        "result": result,
        "configuration": [{
            "name": file,
            "digest": {"sha256": hex::encode(Sha256::digest(bytes))},
            "mediaType": "application/xml",
            "annotations": {
                "tests": counts.tests,
                "skipped": counts.skipped,
                "errors": counts.errors,
                "suites": report.suites,
                "durationMs": report.duration_ms,
                "timestamp": report.timestamp,
            },
        }],
        "passedTests": names(&[TestStatus::Passed]),
        "warnedTests": names(&[TestStatus::Flaky]),
        "failedTests": names(&[TestStatus::Failed, TestStatus::Error]),
    });
    if let (Some(url), Some(fields)) = (url, predicate.as_object_mut()) {
        fields.insert("url".to_owned(), Value::from(url));
    }
    Statement::new(subjects, TEST_RESULT, predicate)
}

/// States a bill of materials about the subjects: in JSON it is the predicate itself; XML and tag-value,
/// which no predicate can hold, are referred to at `location`.
///
/// # Errors
/// As reading the document; or when it cannot be held and no location is given.
pub fn sbom(
    bytes: &[u8],
    location: Option<&str>,
    subjects: Vec<Subject>,
) -> Result<Statement, ReadError> {
    let format = detect(bytes)?;
    let embed = |predicate_type: &str, what: &str| {
        let value = serde_json::from_slice(bytes).map_err(|error| ReadError::json(&error, what))?;
        Ok(Statement::new(subjects.clone(), predicate_type, value))
    };
    match format {
        Format::CyclonedxJson => {
            crate::sbom::read_cyclonedx_json(bytes)?;
            embed(CYCLONEDX, "CycloneDX document")
        }
        Format::SpdxJson => {
            crate::sbom::read_spdx_json(bytes)?;
            embed(SPDX, "SPDX document")
        }
        Format::CyclonedxXml => {
            crate::sbom::read_cyclonedx_xml(bytes)?;
            refer(bytes, "application/vnd.cyclonedx+xml", location, subjects)
        }
        Format::SpdxTagValue => {
            crate::sbom::read_spdx_tag_value(bytes)?;
            refer(bytes, "text/spdx", location, subjects)
        }
        Format::Check | Format::Junit | Format::Statement | Format::Envelope => {
            Err(ReadError::content(
                format!("this is a {}, no bill of materials", format.name()),
                "give a CycloneDX or SPDX document",
            ))
        }
    }
}

fn refer(
    bytes: &[u8],
    media_type: &str,
    location: Option<&str>,
    subjects: Vec<Subject>,
) -> Result<Statement, ReadError> {
    let Some(location) = location else {
        return Err(ReadError::content(
            "only JSON fits into a statement",
            "write the bill of materials as JSON, or say where this one is kept",
        ));
    };
    let predicate = json!({
        "attester": {"id": location},
        "references": [{
            "downloadLocation": location,
            "digest": {"sha256": hex::encode(Sha256::digest(bytes))},
            "mediaType": media_type,
        }],
    });
    Ok(Statement::new(subjects, REFERENCE, predicate))
}
