//! in-toto statements: what is said (a predicate) about which artifacts (subjects).

use crate::error::ReadError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The type of statements that are written here.
pub const STATEMENT_V1: &str = "https://in-toto.io/Statement/v1";
/// The older type, read as well.
pub const STATEMENT_V0_1: &str = "https://in-toto.io/Statement/v0.1";
/// How a statement is called in a DSSE envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// No statement speaks of more subjects.
const MAX_SUBJECTS: usize = 10_000;

/// An in-toto statement, v1; a v0.1 statement is read into the same shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The statement's own type.
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// What it speaks of.
    pub subject: Vec<Subject>,
    /// What kind of thing is said: a URI.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What is said.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub predicate: Value,
}

/// An artifact, by its digests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The file or image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Algorithm to hexadecimal digits.
    #[serde(default)]
    pub digest: BTreeMap<String, String>,
}

impl Subject {
    /// A subject with one SHA-256, given as 64 hexadecimal digits.
    pub fn sha256(name: &str, hex: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            uri: None,
            digest: BTreeMap::from([("sha256".to_owned(), hex.to_owned())]),
        }
    }

    /// The digest to go by, as `sha256:…`: the best algorithm that is there.
    pub fn best_digest(&self) -> Option<String> {
        let known = ["sha256", "sha512", "sha384", "sha3_256", "sha3_512"];
        let best = known
            .iter()
            .find_map(|name| self.digest.get_key_value(*name));
        let any = best.or_else(|| self.digest.iter().next());
        any.map(|(algorithm, value)| format!("{algorithm}:{value}"))
    }
}

impl Statement {
    /// A new statement.
    pub fn new(subject: Vec<Subject>, predicate_type: &str, predicate: Value) -> Self {
        Self {
            statement_type: STATEMENT_V1.to_owned(),
            subject,
            predicate_type: predicate_type.to_owned(),
            predicate,
        }
    }

    /// Reads and checks a statement.
    ///
    /// # Errors
    /// Says what is wrong, with line and column where the JSON is not what it should be.
    ///
    /// ```
    /// let statement = holdpoint_attestation::Statement::parse(br#"{
    ///     "_type": "https://in-toto.io/Statement/v1",
    ///     "subject": [{"name": "app", "digest": {"sha256": "3b5d5c3712955042212316173ccf37be800d8a1d4b4f8d4b4c5b5e5d5c3b2a19"}}],
    ///     "predicateType": "https://example.com/sign-off/v1",
    ///     "predicate": {"result": "PASSED"}
    /// }"#)?;
    /// assert_eq!(statement.subject.len(), 1);
    /// # Ok::<(), holdpoint_attestation::ReadError>(())
    /// ```
    pub fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        crate::evidence::check_size(bytes)?;
        let statement: Self = serde_json::from_slice(bytes)
            .map_err(|error| ReadError::json(&error, "in-toto statement"))?;
        statement.check()?;
        Ok(statement)
    }

    /// The statement as JSON, on one line; names in its predicate are in order.
    pub fn to_json(&self) -> Vec<u8> {
        let mut sorted = self.clone();
        sorted.predicate.sort_all_objects();
        // Maps have text keys and no value fails to serialise.
        serde_json::to_vec(&sorted).unwrap_or_default()
    }

    fn check(&self) -> Result<(), ReadError> {
        if ![STATEMENT_V1, STATEMENT_V0_1].contains(&self.statement_type.as_str()) {
            let found = crate::text::bounded(&self.statement_type);
            return Err(ReadError::content(
                format!("the statement's `_type` is `{found}`"),
                format!("write `{STATEMENT_V1}` or `{STATEMENT_V0_1}`"),
            ));
        }
        if self.predicate_type.trim().is_empty() {
            return Err(ReadError::content(
                "`predicateType` is empty",
                "name the URI of what the statement says",
            ));
        }
        if self.subject.is_empty() || self.subject.len() > MAX_SUBJECTS {
            return Err(ReadError::content(
                format!("the statement has {} subjects", self.subject.len()),
                format!("name 1 to {MAX_SUBJECTS} artifacts that it speaks of"),
            ));
        }
        self.subject
            .iter()
            .enumerate()
            .try_for_each(|(at, subject)| check_subject(at, subject))
    }
}

fn check_subject(at: usize, subject: &Subject) -> Result<(), ReadError> {
    let place = format!("subject {}", at + 1);
    if subject.digest.is_empty() {
        return Err(ReadError::content(
            format!("{place} has no digest"),
            "name the digest of the artifact: `\"digest\": {\"sha256\": \"…\"}`",
        ));
    }
    for (algorithm, value) in &subject.digest {
        let length = match algorithm.as_str() {
            "sha256" | "sha3_256" => Some(64),
            "sha384" => Some(96),
            "sha512" | "sha3_512" => Some(128),
            "sha1" | "gitCommit" | "gitBlob" | "gitTree" if value.len() != 64 => Some(40),
            _ => None,
        };
        let hex = value
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if length.is_some_and(|length| value.len() != length || !hex) {
            return Err(ReadError::content(
                format!(
                    "the {algorithm} of {place} is `{}`",
                    crate::text::bounded(value)
                ),
                format!(
                    "write it as {} lower-case hexadecimal digits",
                    length.unwrap_or_default()
                ),
            ));
        }
    }
    Ok(())
}
