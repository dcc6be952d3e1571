//! What has happened to evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dossier, Evidence, EvidenceId, Outcome, Subject, key};
use crate::State;
use crate::kernel::{Digest, Evolve, Key, Meta, Sealed, Time};

/// A statement about a digest was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Which piece of evidence; one that speaks of several digests is recorded under each.
    pub evidence: EvidenceId,
    /// What it is about.
    pub subject: Subject,
    /// What kind of statement it is.
    pub predicate_type: String,
    /// What it says.
    pub outcome: Outcome,
    /// Digest of the statement, kept as a blob.
    pub blob: Digest,
    /// When it was produced, as it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub produced: Option<Time>,
    /// Whose signature on it was verified, by the id of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// The summary: bounded, without floats.
    #[serde(default)]
    pub summary: serde_json::Value,
    /// What findings are recognised by, of everything that fails a check, where that is too much for the summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failing: Vec<String>,
    /// The version of the reader that took outcome, time, signer and summary from the statement, so that they
    /// can be taken from it again and compared; none in entries from before statements were read by Holdpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<u32>,
}

impl Evolve for Recorded {
    fn subject(&self) -> Key {
        key(&self.subject.digest)
    }

    fn references(&self) -> Vec<Key> {
        vec![self.evidence.key()]
    }

    fn format(&self) -> u32 {
        // At first nobody had read the statement, and findings stood in its summary alone.
        match self.reader {
            Some(_) => 2,
            None if !self.failing.is_empty() => 2,
            None => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let piece = Evidence {
            id: self.evidence.clone(),
            position: meta.position,
            name: self.subject.name.clone(),
            predicate_type: self.predicate_type.clone(),
            outcome: self.outcome,
            recorded: meta.time,
            produced: self.produced.unwrap_or(meta.time).min(meta.time),
            by: meta.actor.clone(),
            statement: self.blob,
            signed_by: self.signed_by.clone(),
            summary: self.summary.clone(),
            failing: self.failing.clone(),
            reader: self.reader,
        };
        let key = Evolve::subject(self);
        let mut dossier = state.evidence.peek(&key).cloned().unwrap_or_default();
        dossier.pieces.push_back(piece);
        state.evidence.insert(key, dossier);
    }
}

/// A piece of evidence does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Which.
    pub evidence: EvidenceId,
    /// About which digest.
    pub subject: Digest,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Evolve for Withdrawn {
    fn subject(&self) -> Key {
        key(&self.subject)
    }

    fn references(&self) -> Vec<Key> {
        vec![self.evidence.key()]
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(Dossier { pieces }) = state.evidence.get_mut(&Evolve::subject(self)) {
            pieces.retain(|piece| piece.id != self.evidence);
        }
    }
}
