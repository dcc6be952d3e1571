//! Requests and answers between servers, as JSON.

use holdpoint_domain::{Command, Refusal};
use holdpoint_ledger::Hash;
use holdpoint_traces::TraceParent;
use serde::{Deserialize, Serialize};

use crate::EngineError;
use crate::request::{Answer, Outcome, Request};
use crate::sequencer::Submission;

/// A request as it is passed on.
#[derive(Serialize)]
struct Sent<'a> {
    actor: String,
    key: &'a str,
    body: [u8; 32],
    command: &'a Command,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
}

/// The same as it arrives.
#[derive(Deserialize)]
struct Arrived {
    actor: String,
    key: String,
    body: [u8; 32],
    command: Command,
    /// The span that it is decided within, as W3C's `traceparent`.
    #[serde(default)]
    trace: Option<String>,
}

/// What came of a request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reply {
    /// It was decided, and is durable.
    Decided {
        refusal: Option<Box<Refusal>>,
        first: u64,
        count: u64,
        repeated: bool,
        /// How many entries there are by now.
        size: u64,
    },
    /// It was not decided, as far as is known: under its key it may be asked again.
    Again,
    /// A custom rule gave no verdict.
    NoVerdict { reason: String },
    /// The clock there is behind.
    ClockBehind { behind_ms: i64 },
    /// Something else went wrong.
    Failed { reason: String },
}

pub(super) fn sent<'a>(
    submissions: impl Iterator<Item = &'a Submission>,
) -> Result<Vec<u8>, EngineError> {
    let sent: Vec<_> = submissions
        .map(|Submission { request, trace, .. }| Sent {
            actor: request.actor.to_string(),
            key: request.key.as_deref().unwrap_or_default(),
            body: request.body.0,
            command: &request.command,
            trace: trace.map(|trace| trace.to_string()),
        })
        .collect();
    serde_json::to_vec(&sent).map_err(|error| malformed(&error))
}

/// A request, and the span that it is decided within.
pub(super) type Traced = (Request, Option<TraceParent>);

pub(super) fn requests(bytes: &[u8]) -> Result<Vec<Traced>, EngineError> {
    let arrived: Vec<Arrived> = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    let request = |one: Arrived| {
        let actor = one.actor.parse().map_err(|error| malformed(&error))?;
        let request = Request {
            actor,
            key: Some(one.key),
            body: Hash(one.body),
            command: one.command,
        };
        let trace = one.trace.as_deref().and_then(TraceParent::of_header);
        Ok((request, trace))
    };
    arrived.into_iter().map(request).collect()
}

pub(super) fn written(replies: &[Reply]) -> Result<Vec<u8>, EngineError> {
    serde_json::to_vec(replies).map_err(|error| malformed(&error))
}

pub(super) fn replies(bytes: &[u8]) -> Result<Vec<Reply>, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn malformed(error: &dyn std::fmt::Display) -> EngineError {
    EngineError::Elsewhere {
        reason: format!("requests between servers are others: {error}"),
    }
}

impl Reply {
    pub(super) fn of(answer: Result<Answer, EngineError>, size: u64) -> Self {
        match answer {
            Ok(answer) => Self::Decided {
                refusal: match answer.outcome {
                    Outcome::Accepted => None,
                    Outcome::Refused(refusal) => Some(Box::new(refusal)),
                },
                first: answer.positions.start,
                count: answer.positions.end - answer.positions.start,
                repeated: answer.repeated,
                size: size.max(answer.positions.end),
            },
            Err(EngineError::NoVerdict { reason }) => Self::NoVerdict { reason },
            Err(EngineError::ClockBehind { behind_ms }) => Self::ClockBehind { behind_ms },
            // Nobody decides here any more, or the store failed.
            Err(
                EngineError::Closed | EngineError::Store(_) | EngineError::NobodyDecides { .. },
            ) => Self::Again,
            Err(other) => {
                let cause = std::error::Error::source(&other).map(ToString::to_string);
                let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
                Self::Failed {
                    reason: format!("{other}{cause}"),
                }
            }
        }
    }
}
