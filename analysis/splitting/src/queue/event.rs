//! What happens to a queue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::command::{Lease, Outcome, Refusal};

/// A test handed out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Run {
    /// The test, by its number in the suite.
    pub test: u32,
    /// The how-manieth time it is handed out, from 1.
    pub run: u32,
}

/// Why tests were given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The worker was lost.
    Lost,
    /// The worker came again, as a later attempt.
    Retried,
    /// The worker asked for more without having reported them.
    Unreported,
}

/// What happens to a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// An attempt of a worker is at work from now on; earlier ones count no more.
    Joined {
        /// Who.
        lease: Lease,
    },
    /// Tests were handed out.
    Claimed {
        /// To whom.
        lease: Lease,
        /// By which claim.
        turn: u64,
        /// Which.
        runs: Vec<Run>,
    },
    /// Tests were given back without an outcome.
    Returned {
        /// By whom.
        lease: Lease,
        /// Why.
        because: Because,
        /// Those that wait again.
        waiting: Vec<u32>,
        /// Those that were lost too often: they have ended.
        ended: Vec<u32>,
    },
    /// A run ended.
    Finished {
        /// Whose.
        lease: Lease,
        /// Which.
        run: Run,
        /// How.
        outcome: Outcome,
        /// Whether the test waits to be run again; else it has ended.
        again: bool,
    },
    /// Tests that had failed for good wait again, as their worker was retried.
    Reopened {
        /// Which worker.
        lease: Lease,
        /// Which tests.
        tests: Vec<u32>,
    },
    /// Something was refused, and nothing changed.
    Refused {
        /// To whom.
        lease: Lease,
        /// Why.
        refusal: Refusal,
    },
}
