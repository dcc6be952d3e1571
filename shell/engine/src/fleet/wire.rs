//! Requests and answers between servers, as JSON.

use holdpoint_domain::{Command, Refusal};
use holdpoint_ledger::Hash;
use serde::{Deserialize, Serialize};

use crate::EngineError;
use crate::request::{Answer, Outcome, Request};

/// A request as it is passed on.
#[derive(Serialize)]
struct Sent<'a> {
    actor: String,
    key: &'a str,
    body: [u8; 32],
    command: &'a Command,
}

/// The same as it arrives.
#[derive(Deserialize)]
struct Arrived {
    actor: String,
    key: String,
    body: [u8; 32],
    command: Command,
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
    requests: impl Iterator<Item = &'a Request>,
) -> Result<Vec<u8>, EngineError> {
    let sent: Vec<_> = requests
        .map(|request| Sent {
            actor: request.actor.to_string(),
            key: request.key.as_deref().unwrap_or_default(),
            body: request.body.0,
            command: &request.command,
        })
        .collect();
    serde_json::to_vec(&sent).map_err(|error| malformed(&error))
}

pub(super) fn requests(bytes: &[u8]) -> Result<Vec<Request>, EngineError> {
    let arrived: Vec<Arrived> = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    let request = |one: Arrived| {
        let actor = one.actor.parse().map_err(|error| malformed(&error))?;
        Ok(Request {
            actor,
            key: Some(one.key),
            body: Hash(one.body),
            command: one.command,
        })
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
