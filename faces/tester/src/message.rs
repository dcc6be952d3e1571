//! What a process that shares tests and whoever follows it say.

use holdpoint_splitting::Digest;
use holdpoint_splitting::queue::{Outcome, Run};
use serde::{Deserialize, Serialize};

/// How a test ended that the process had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which run of which test.
    #[serde(flatten)]
    pub run: Run,
    /// How.
    pub outcome: Outcome,
    /// How long it took, in microseconds.
    pub micros: u64,
}

/// What the process says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// These tests there are.
    Listed(Vec<String>),
    /// It begins to run tests.
    Begun,
    /// It wants tests.
    Wanted(Wanted),
}

/// A worker wants tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Counts its questions upwards.
    pub turn: u64,
    /// The set of which it knows.
    pub digest: Digest,
    /// How those ended that it had.
    pub ended: Vec<Ended>,
}

/// What it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The list is written down.
    Noted,
    /// All tests, sorted: a number is a place in this list.
    All {
        /// What their set is recognised by.
        digest: Digest,
        /// Their ids.
        tests: Vec<String>,
    },
    /// Run these.
    Run(Vec<Run>),
    /// Ask again.
    Wait,
    /// Nothing is left.
    Done,
    /// It does not go on, and why.
    Refused(String),
}
