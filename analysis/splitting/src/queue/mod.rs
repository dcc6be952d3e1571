//! Tests handed out while they run, to whoever asks.
//!
//! Pure: [`Queue::decide`] says what a command does as a list of [`Event`]s, [`Queue::apply`] folds them. Whoever writes the events
//! down before answering can die at any moment and fold them again. Cloning a queue is cheap, whatever its length.
//!
//! | a test is | until |
//! |---|---|
//! | waiting | a worker claims it: that is a run, and has a number |
//! | running | its worker reports an outcome, is lost, comes again, or claims more without having reported |
//! | ended: passed, skipped, failed for good, or lost too often | a worker that let it fail is retried, which opens it again |
//!
//! A worker is a name and an attempt. Of a worker only the latest attempt counts: what an earlier one says is refused, and recorded.
//! A retried worker gets what it had not finished and what it had let fail, so it never runs nothing because others took the rest.

mod apply;
mod batch;
mod claim;
mod command;
mod decide;
mod event;
mod proof;
mod state;

use std::sync::Arc;

pub use command::{Answer, Command, Decision, Lease, Outcome, Refusal};
pub use event::{Because, Event, Run};
pub use proof::{Again, Completeness, prove};
pub use state::{End, Progress};

use crate::{Digest, Micros, Suite};
use batch::Waiting;
use state::{Entry, Worker};

/// How tests are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Policy {
    /// Workers that are expected; more may come.
    pub workers: u32,
    /// How often a test that failed is run again by itself.
    pub retries: u32,
    /// How often a test is run for any reason. One whose workers are lost as often ends as lost.
    pub runs: u32,
    /// Tests that are handed out at once, at most.
    pub batch: u32,
    /// How long the tests take that are handed out at once, at least, as far as there is as much for everybody: to start a
    /// runner takes time, too.
    pub floor: Micros,
}

impl Policy {
    /// For so many workers: one retry, five runs, 64 at once, or as few as it takes.
    #[must_use]
    pub fn of(workers: u32) -> Self {
        Self {
            workers,
            retries: 1,
            runs: 5,
            batch: 64,
            floor: Micros::ZERO,
        }
    }
}

/// A suite as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    suite: Arc<Suite>,
    policy: Policy,
    entries: imbl::Vector<Entry>,
    waiting: Waiting,
    workers: imbl::OrdMap<String, Worker>,
    progress: Progress,
}

impl Queue {
    /// All tests of a suite, waiting.
    #[must_use]
    pub fn new(suite: Arc<Suite>, policy: Policy) -> Self {
        let entries = suite.tests().iter().map(|_| Entry::default()).collect();
        let waiting = Waiting::all(&suite);
        let progress = Progress::of(suite.tests().len());
        let workers = imbl::OrdMap::new();
        Self {
            suite,
            policy,
            entries,
            waiting,
            workers,
            progress,
        }
    }

    /// What is handed out.
    #[must_use]
    pub fn suite(&self) -> &Suite {
        &self.suite
    }

    /// What the set of tests is recognised by; a claim names it, so that a worker that collected another set is told.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.suite.digest()
    }

    /// How many tests are waiting, running and ended.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Whether every test has ended.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.waiting == 0 && self.progress.running == 0
    }

    /// How a test ended, by its number; nothing while it has not.
    #[must_use]
    pub fn end(&self, test: u32) -> Option<End> {
        self.entries.get(test as usize)?.end()
    }

    /// How often a test was handed out.
    #[must_use]
    pub fn runs(&self, test: u32) -> u32 {
        self.entries
            .get(test as usize)
            .map_or(0, |entry| entry.runs)
    }
}
