//! What a queue remembers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::command::{Lease, Outcome};
use super::event::Run;

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// It passed.
    Passed,
    /// It failed, the last time that it was run.
    Failed,
    /// It did not run, and says so.
    Skipped,
    /// Its workers were lost, every time.
    Lost,
}

impl From<Outcome> for End {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::Passed,
            Outcome::Failed => Self::Failed,
            Outcome::Skipped => Self::Skipped,
        }
    }
}

/// How many tests are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Waiting.
    pub waiting: usize,
    /// Running.
    pub running: usize,
    /// Ended.
    pub ended: usize,
}

impl Progress {
    pub(super) fn of(waiting: usize) -> Self {
        Self {
            waiting,
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Where {
    #[default]
    Waiting,
    Running,
    Ended(End),
}

/// A test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) place: Where,
    /// How often it was handed out.
    pub(super) runs: u32,
    pub(super) failures: u32,
    /// Who had it last.
    pub(super) lease: Option<Lease>,
    /// How its latest run ended, if it did.
    pub(super) outcome: Option<Outcome>,
}

impl Entry {
    pub(super) fn end(&self) -> Option<End> {
        match self.place {
            Where::Ended(end) => Some(end),
            Where::Waiting | Where::Running => None,
        }
    }

    pub(super) fn is(&self, place: &Where) -> bool {
        self.place == *place
    }

    pub(super) fn is_of(&self, worker: &str) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.worker == worker)
    }

    /// Whether its latest run is this one, of this worker.
    pub(super) fn latest(&self, lease: &Lease, run: Run) -> bool {
        self.runs == run.run && self.lease.as_ref() == Some(lease)
    }
}

/// A worker by its latest attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Worker {
    pub(super) attempt: u32,
    /// Given up: only a later attempt counts.
    pub(super) lost: bool,
    /// Its latest claim that was answered with tests, and which.
    pub(super) turn: Option<u64>,
    pub(super) batch: Vec<Run>,
    /// What it has and has not reported.
    pub(super) open: imbl::OrdSet<u32>,
}
