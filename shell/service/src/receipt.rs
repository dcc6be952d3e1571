//! What somebody gets for a request: what happened, where it stands, and the proof.

use holdpoint_domain::{Fact, Time};
use holdpoint_engine::Answer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ServiceError;

/// An event that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// Its position in the ledger.
    pub position: u64,
    /// When.
    pub time: Time,
    /// Such as `release.created.v1`.
    pub event: String,
    /// The aggregate that it changed, as `kind/name`.
    pub subject: String,
    /// What it says.
    pub data: Value,
}

/// That an entry stands at its position in the tree of a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inclusion {
    /// Position of the entry.
    pub position: u64,
    /// Size of the tree.
    pub size: u64,
    /// Sibling hashes from the leaf up, in base64.
    pub hashes: Vec<String>,
}

/// What came of a request. When it is given, everything in it is durable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// Whether nothing was written because it only would have been done.
    #[serde(default)]
    pub dry_run: bool,
    /// Whether this is the answer to an earlier request with the same key.
    #[serde(default)]
    pub repeated: bool,
    /// The events; none if nothing changed.
    pub events: Vec<Written>,
    /// The proof of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<Inclusion>,
    /// The signed checkpoint of a tree that holds them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub checkpoint: String,
}

impl Receipt {
    /// The position that a later question has to have seen, if anything was written.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        self.events.last().map(|event| event.position)
    }

    /// The name of the first aggregate of that kind that was changed.
    #[must_use]
    pub fn named(&self, kind: &str) -> Option<&str> {
        self.events
            .iter()
            .filter_map(|event| event.subject.split_once('/'))
            .find_map(|(found, name)| (found == kind).then_some(name))
    }
}

impl Receipt {
    /// The receipt of what would only have been done, and of which no event is known yet.
    #[must_use]
    pub fn of_rehearsal() -> Self {
        Self {
            dry_run: true,
            repeated: false,
            events: Vec::new(),
            proofs: Vec::new(),
            checkpoint: String::new(),
        }
    }
}

/// The receipt of an answer.
pub(crate) fn of(answer: &Answer) -> Result<Receipt, ServiceError> {
    let written = answer
        .events
        .iter()
        .map(|event| written(&event.fact, event.meta.position, event.meta.time));
    let proof = |proof: holdpoint_engine::Inclusion| Inclusion {
        position: proof.position,
        size: proof.size,
        hashes: proof
            .hashes
            .iter()
            .map(holdpoint_ledger::Hash::to_base64)
            .collect(),
    };
    Ok(Receipt {
        dry_run: false,
        repeated: answer.repeated,
        events: written.collect::<Result<_, _>>()?,
        proofs: answer.proofs()?.into_iter().map(proof).collect(),
        checkpoint: String::from_utf8_lossy(&answer.checkpoint).into_owned(),
    })
}

/// What a receipt would say, had it been done.
pub(crate) fn rehearsed(facts: &[Fact], first: u64, now: Time) -> Result<Receipt, ServiceError> {
    let events = (first..)
        .zip(facts)
        .map(|(position, fact)| written(fact, position, now));
    Ok(Receipt {
        events: events.collect::<Result<_, _>>()?,
        ..Receipt::of_rehearsal()
    })
}

fn written(fact: &Fact, position: u64, time: Time) -> Result<Written, ServiceError> {
    let data = fact
        .data()
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(Written {
        position,
        time,
        event: fact.event_type().to_owned(),
        subject: fact.subject().to_string(),
        data,
    })
}
