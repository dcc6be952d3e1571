//! What is known from evidence.

use imbl::Vector;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Actor, Digest, Key, Kind, Time, opaque_type};

opaque_type!(
    /// A piece of evidence; one that speaks of several digests stands under each.
    EvidenceId, Kind::Evidence, "evi_"
);

/// The aggregate of all evidence about a digest.
#[must_use]
pub fn key(subject: &Digest) -> Key {
    Key::new(Kind::Evidence, &subject.to_string())
}

/// What it says.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was examined is as it should be.
    Passed,
    /// It is not.
    Failed,
    /// It describes, and judges nothing: an SBOM, provenance.
    None,
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// What the statement calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its digest.
    pub digest: Digest,
}

/// A piece of evidence about one digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which.
    pub id: EvidenceId,
    /// Position of its entry.
    pub position: u64,
    /// What the statement calls its subject.
    pub name: String,
    /// What kind of statement it is.
    pub predicate_type: String,
    /// What it says.
    pub outcome: Outcome,
    /// When it was recorded.
    pub recorded: Time,
    /// When it was produced, as it says itself; never later than recorded.
    pub produced: Time,
    /// Who recorded it.
    pub by: Actor,
    /// Digest of the statement.
    pub statement: Digest,
    /// Whose signature on it was verified, by the id of the key.
    pub signed_by: Option<String>,
    /// The summary, as JSON.
    pub summary: serde_json::Value,
    /// What findings are recognised by, of everything that fails a check, where that is too much for the summary.
    pub failing: Vec<String>,
    /// The version of the reader that took all this from the statement.
    pub reader: Option<u32>,
}

/// All evidence about one digest, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dossier {
    /// The pieces that were not withdrawn.
    pub pieces: Vector<Evidence>,
}
