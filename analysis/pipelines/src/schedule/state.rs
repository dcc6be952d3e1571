//! States and outcomes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Well.
    Succeeded,
    /// Not well.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It never began.
    Skipped(Reason),
}

/// Why a step never began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Its condition, or that of its stage or part, is false.
    Condition,
    /// Something that it comes after has not gone well.
    Before,
    /// Another combination of its matrix has failed.
    FailFast,
    /// The run was cancelled.
    Cancelled,
}

impl Outcome {
    /// As conditions say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Skipped(_) => "skipped",
        }
    }
}

impl Reason {
    /// For people.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Condition => "its condition is false",
            Self::Before => "something before it has not gone well",
            Self::FailFast => "another combination of its matrix has failed",
            Self::Cancelled => "the run was cancelled",
        }
    }
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Something that it comes after has not ended.
    Waiting,
    /// It could begin, but its matrix has no room.
    Held,
    /// It can begin.
    Ready,
    /// It has begun.
    Running,
    /// It has ended.
    Ended(Outcome),
}

/// What the run as a whole is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// Something has not ended.
    Running,
    /// Everything has ended, and nothing failed that may not.
    Succeeded,
    /// Everything has ended, and something failed.
    Failed,
    /// Everything has ended, and something was cancelled.
    Cancelled,
}

/// What has come of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A step can begin.
    Ready(u32),
    /// A step that was ready or running has to be stopped; it ends when that is told.
    Stop(u32),
    /// A step never begins.
    Skipped(u32, Reason),
    /// A stage, part or matrix has ended.
    Ended(u32, Outcome),
}

/// Why an event does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unmet {
    /// There is no such step.
    Unknown,
    /// It is not its turn.
    NotReady,
    /// It has not begun.
    NotRunning,
    /// It has ended already.
    Ended,
}

impl std::fmt::Display for Unmet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unknown => "there is no such step",
            Self::NotReady => "it is not the turn of the step",
            Self::NotRunning => "the step has not begun",
            Self::Ended => "the step has ended already",
        })
    }
}

impl std::error::Error for Unmet {}

/// How many nodes have ended, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) ended: usize,
    /// Steps that failed and may not.
    pub(super) failed: usize,
    pub(super) cancelled: usize,
}
