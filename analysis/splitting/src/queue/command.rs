//! What is asked of a queue, and what it answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{Event, Run};
use crate::Digest;

/// A worker, as it is at work: of a name only the highest attempt counts.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Lease {
    /// Which worker: what stays the same when it is retried, such as the index of a CI job.
    pub worker: String,
    /// Which attempt of it.
    pub attempt: u32,
}

/// What a worker says of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed, or could not run to its end.
    Failed,
    /// It did not run, and says so.
    Skipped,
}

/// What is asked of a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A worker asks for tests. It has reported all that it had: what it has not reported is given back.
    Claim {
        /// Who asks.
        lease: Lease,
        /// Counts the claims of an attempt upwards. The same number again is the same claim, and gets the same answer.
        turn: u64,
        /// Which set of tests it has collected.
        digest: Digest,
    },
    /// A worker says how a run ended.
    Finish {
        /// Who says so.
        lease: Lease,
        /// Which run.
        run: Run,
        /// How it ended.
        outcome: Outcome,
    },
    /// A worker is gone: its heartbeats stopped, or its machine said so.
    Lose {
        /// Who is gone.
        lease: Lease,
    },
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum Refusal {
    /// A later attempt of the worker is at work, or this one was given up as lost.
    StaleAttempt {
        /// The latest attempt.
        latest: u32,
    },
    /// A claim that was answered long ago.
    StaleTurn {
        /// The latest claim.
        latest: u64,
    },
    /// The run is not this worker's any more, or never was.
    StaleRun {
        /// Which run.
        run: Run,
    },
    /// The run has ended otherwise already.
    Contradiction {
        /// Which run.
        run: Run,
    },
    /// The worker has collected another set of tests.
    AnotherSet {
        /// Its digest.
        digest: Digest,
    },
}

/// What a worker is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Run these.
    Run(Vec<Run>),
    /// Nothing waits, but others are at work and may be lost: ask again.
    Wait,
    /// Every test has ended. [`prove`](super::prove) says how.
    Done,
    /// It is recorded.
    Recorded,
    /// It was recorded before.
    Known,
    /// It was refused.
    Refused(Refusal),
}

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Decision {
    /// What happens, in this order.
    pub events: Vec<Event>,
    /// What is answered once that is written down.
    pub answer: Answer,
}
