//! Any document that says something about artifacts, read into one shape.

mod check;
mod detect;
mod generic;
mod predicates;
mod summary;

use crate::dsse::Envelope;
use crate::error::{ErrorCode, ReadError};
use crate::junit::{Options, TestReport};
use crate::key::PublicKey;
use crate::predicate::{CYCLONEDX, SPDX, TEST_RESULT};
use crate::sbom::{
    SbomSummary, read_cyclonedx_json as cyclonedx_json, read_cyclonedx_xml as cyclonedx_xml,
    read_spdx_json as spdx_json, read_spdx_tag_value as spdx_tag_value,
};
use crate::statement::{PAYLOAD_TYPE, Statement, Subject};
use serde::{Deserialize, Serialize};

pub use check::{CheckCounts, CheckFinding, CheckSummary};
pub use detect::{Format, detect};
pub use summary::{NamedFailure, ProvenanceSummary, Summary, TestSummary, VerificationSummary};

/// What a document says, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was read.
    pub format: Format,
    /// The URI of what is said, also for documents that are no statements.
    pub predicate_type: String,
    /// What it is said about; empty where the document does not say.
    pub subjects: Vec<EvidenceSubject>,
    /// Whether it speaks for or against them.
    pub outcome: Outcome,
    /// What it says: texts of at most 200 characters, lists of at most 20, no floats.
    pub summary: Summary,
    /// When it was made, as RFC 3339; nothing where the document does not say, or says no zone.
    pub produced_at: Option<String>,
    /// The ids of the given keys that signed it.
    pub signed_by: Vec<String>,
    /// Whether it is signed at all.
    pub signature: SignatureState,
}

/// An artifact that evidence speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceSubject {
    /// Its name, at most 200 characters.
    pub name: Option<String>,
    /// Its digest, as `sha256:…`.
    pub digest: String,
}

/// Whether evidence speaks for or against its subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// For.
    Passed,
    /// Against.
    Failed,
    /// Neither: it lists or describes.
    None,
}

/// Whether a document is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureState {
    /// It is in no envelope.
    Unsigned,
    /// It is signed, by none of the given keys.
    Unverified,
    /// At least one of the given keys signed it.
    Verified,
}

/// Reads a document. `hint` says what it is, where that is known; `keys` are those that its envelope may be
/// signed with.
///
/// # Errors
/// Says what is wrong, where, and what to do. A signature that names one of the keys and is not that key's is
/// an error.
///
/// ```
/// use holdpoint_attestation::{Outcome, read_evidence};
/// let xml = br#"<testsuite name="unit"><testcase name="adds"/></testsuite>"#;
/// let evidence = read_evidence(xml, None, &[])?;
/// assert_eq!(evidence.outcome, Outcome::Passed);
/// assert_eq!(evidence.predicate_type, "https://in-toto.io/attestation/test-result/v0.1");
/// # Ok::<(), holdpoint_attestation::ReadError>(())
/// ```
pub fn read_evidence(
    bytes: &[u8],
    hint: Option<Format>,
    keys: &[PublicKey],
) -> Result<Evidence, ReadError> {
    check_size(bytes)?;
    let format = match hint {
        Some(format) => format,
        None => detect(bytes)?,
    };
    match format {
        Format::Envelope => read_envelope(bytes, keys),
        Format::Statement => Ok(from_statement(&Statement::parse(bytes)?)?),
        Format::Check => read_check(bytes),
        Format::Junit => {
            let report = TestReport::read(bytes, Options::default())?;
            Ok(from_report(&report))
        }
        Format::CyclonedxJson => Ok(from_sbom(format, CYCLONEDX, cyclonedx_json(bytes)?)),
        Format::CyclonedxXml => Ok(from_sbom(format, CYCLONEDX, cyclonedx_xml(bytes)?)),
        Format::SpdxJson => Ok(from_sbom(format, SPDX, spdx_json(bytes)?)),
        Format::SpdxTagValue => Ok(from_sbom(format, SPDX, spdx_tag_value(bytes)?)),
    }
}

/// The result of a check names no subjects: whoever attaches it says what it is about.
fn read_check(bytes: &[u8]) -> Result<Evidence, ReadError> {
    let predicate: serde_json::Value = serde_json::from_str(utf8(bytes)?)
        .map_err(|error| ReadError::json(&error, "result of a check"))?;
    let read = check::read(&predicate)?;
    Ok(Evidence {
        format: Format::Check,
        predicate_type: check::predicate_type(&predicate),
        subjects: Vec::new(),
        outcome: read.outcome,
        summary: read.summary,
        produced_at: read.produced_at,
        signed_by: Vec::new(),
        signature: SignatureState::Unsigned,
    })
}

fn read_envelope(bytes: &[u8], keys: &[PublicKey]) -> Result<Evidence, ReadError> {
    let envelope = if detect::is_bundle(bytes) {
        Envelope::parse_bundle(bytes)?
    } else {
        Envelope::parse(bytes)?
    };
    let signed_by = envelope.verify(keys)?;
    if envelope.payload_type != PAYLOAD_TYPE {
        let found = crate::text::bounded(&envelope.payload_type);
        return Err(ReadError::content(
            format!("the envelope carries `{found}`"),
            format!("put an in-toto statement (`{PAYLOAD_TYPE}`) into it"),
        ));
    }
    let statement = Statement::parse(&envelope.payload).map_err(|mut error| {
        error.message = format!("in the envelope's payload: {}", error.message);
        error
    })?;
    let signature = match signed_by.is_empty() {
        true => SignatureState::Unverified,
        false => SignatureState::Verified,
    };
    Ok(Evidence {
        format: Format::Envelope,
        signed_by,
        signature,
        ..from_statement(&statement)?
    })
}

/// Reads a statement that was parsed before.
///
/// # Errors
/// Where the predicate is not what its type says.
pub fn from_statement(statement: &Statement) -> Result<Evidence, ReadError> {
    let read = predicates::read(statement)?;
    Ok(Evidence {
        format: Format::Statement,
        predicate_type: crate::text::bounded(&statement.predicate_type),
        subjects: statement.subject.iter().filter_map(subject).collect(),
        outcome: read.outcome,
        summary: read.summary,
        produced_at: read.produced_at,
        signed_by: Vec::new(),
        signature: SignatureState::Unsigned,
    })
}

fn subject(subject: &Subject) -> Option<EvidenceSubject> {
    let name = subject
        .name
        .as_deref()
        .or(subject.uri.as_deref())
        .map(crate::text::bounded);
    Some(EvidenceSubject {
        name,
        digest: subject.best_digest()?,
    })
}

/// Reads a test report that was parsed before, for instance with options of its own.
pub fn from_report(report: &TestReport) -> Evidence {
    Evidence {
        format: Format::Junit,
        predicate_type: TEST_RESULT.to_owned(),
        subjects: Vec::new(),
        outcome: report.outcome(),
        summary: Summary::Tests(TestSummary::of(report)),
        produced_at: crate::text::moment(report.timestamp.as_deref()),
        signed_by: Vec::new(),
        signature: SignatureState::Unsigned,
    }
}

fn from_sbom(format: Format, predicate_type: &str, summary: SbomSummary) -> Evidence {
    let root = summary.root.as_ref();
    let subject = root.and_then(|root| {
        let digest = format!("sha256:{}", root.sha256.as_ref()?);
        Some(EvidenceSubject {
            name: Some(root.name.clone()),
            digest,
        })
    });
    Evidence {
        format,
        predicate_type: predicate_type.to_owned(),
        subjects: subject.into_iter().collect(),
        outcome: Outcome::None,
        produced_at: summary.created.clone(),
        summary: Summary::Sbom(summary),
        signed_by: Vec::new(),
        signature: SignatureState::Unsigned,
    }
}

pub(crate) fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() <= crate::MAX_BYTES {
        return Ok(());
    }
    Err(ReadError::new(
        ErrorCode::TooLarge,
        format!(
            "the document has {} bytes, {} are read",
            bytes.len(),
            crate::MAX_BYTES
        ),
        "split it, or leave out the output of tests",
    ))
}

/// The document as text, without a byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, ReadError> {
    check_size(bytes)?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = std::str::from_utf8(before).unwrap_or_default();
        ReadError::new(
            ErrorCode::Encoding,
            "the document is not UTF-8",
            "write it as UTF-8",
        )
        .at(crate::place::Place::of(before, before.len()))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
