//! How a step stands and how it ended.

use serde::{Deserialize, Serialize};

/// What is known of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[must_use]
pub enum Status {
    /// It never began. Nothing hinders it from beginning, except [`crate::Agent::revoke`].
    NotStarted,
    /// It will never begin.
    Revoked,
    /// It runs.
    Running {
        /// Since when, in milliseconds since the epoch.
        started_ms: i64,
    },
    /// It has ended.
    Exited(Outcome),
    /// It began, and whether and how it ended was lost: a person has to look.
    Unknown {
        /// What is known.
        why: String,
        /// Whether the command itself is still there, without anybody to hear how it ends.
        still_running: bool,
    },
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It returned a code; 0 is success.
    Code(i32),
    /// A signal ended it.
    Signal(i32),
    /// Its time was up, and its process group was ended.
    TimedOut,
    /// It could not be started at all; the text says why.
    Unstartable(String),
}

/// What remains of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// When it began, in milliseconds since the epoch.
    pub started_ms: i64,
    /// When it ended, in milliseconds since the epoch.
    pub ended_ms: i64,
    /// What it wrote.
    #[serde(default)]
    pub log: LogSummary,
}

impl Outcome {
    /// Whether it did what it should.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.ending == Ending::Code(0)
    }
}

/// A log as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LogSummary {
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Size of the file in bytes, the note about what is missing included.
    pub bytes: u64,
    /// How many bytes in the middle were not kept.
    pub dropped: u64,
}
