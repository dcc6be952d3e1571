//! Which tests are flaky: those that passed and failed with nothing changed.
//!
//! A [`History`] is given what happened: of which commit, in which run, how a test ended. A test is flaky if it both passed and
//! failed at one commit, in one run or in several. A test that fails at one commit and passes at the next says nothing: the code
//! may have been broken.
//!
//! Nothing here reads a clock or a file, and the order in which things are added does not matter.
//!
//! ```
//! use holdpoint_flaky::{History, Outcome};
//!
//! let mut history = History::default();
//! history.add("pays", "4f2a", "run-1", Outcome::Failed);
//! history.add("pays", "4f2a", "run-2", Outcome::Passed);
//! history.add("ships", "4f2a", "run-1", Outcome::Failed);
//! history.add("ships", "9c01", "run-3", Outcome::Passed);
//! let flaky = history.flaky();
//! assert_eq!(flaky.len(), 1);
//! assert_eq!((flaky[0].test.as_str(), flaky[0].failures, flaky[0].executions), ("pays", 1, 2));
//! ```

mod interval;
mod tally;

use std::collections::BTreeMap;

use serde::Serialize;

pub use interval::Interval;
use tally::Commits;

/// How an execution of a test ended. One that was skipped is none, and not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed, or could not run to its end.
    Failed,
    /// It failed, was run again in the same run, and passed: two executions.
    PassedOnRetry,
}

/// What happened to tests.
#[derive(Debug, Clone, Default)]
pub struct History {
    tests: BTreeMap<String, Commits>,
}

/// A flaky test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flaky {
    /// Which.
    pub test: String,
    /// Commits at which it both passed and failed.
    pub commits: usize,
    /// Commits at which it ran at all.
    pub commits_seen: usize,
    /// Runs in which it failed first, and passed when it was run again.
    pub retried_runs: usize,
    /// Failures at commits at which it also passed: the code was not what failed.
    pub failures: u64,
    /// Executions at commits at which it passed at least once.
    pub executions: u64,
    /// Failures at commits at which it never passed: perhaps the code, perhaps not. They count for nothing else.
    pub unclear_failures: u64,
    /// Failures of executions: how often it fails although the code can pass. An estimate from below, since what failed and was
    /// never run again is not in it.
    pub rate: f64,
    /// Where that rate lies, at 95%.
    pub interval: Interval,
}

impl History {
    /// Adds an execution: the test, the commit that was tested, which run it was, and how it ended.
    pub fn add(&mut self, test: &str, commit: &str, run: &str, outcome: Outcome) {
        let commits = match self.tests.get_mut(test) {
            Some(commits) => commits,
            None => self.tests.entry(test.to_owned()).or_default(),
        };
        commits.add(commit, run, outcome);
    }

    /// The flaky tests, those that are surely worst first: by the lower end of the interval, then by name.
    #[must_use]
    pub fn flaky(&self) -> Vec<Flaky> {
        let all = self.tests.iter();
        let mut flaky: Vec<Flaky> = all
            .filter_map(|(test, commits)| commits.judge(test))
            .collect();
        flaky.sort_by(|a, b| {
            let by_rate = b.interval.low.total_cmp(&a.interval.low);
            by_rate.then_with(|| a.test.cmp(&b.test))
        });
        flaky
    }

    /// How many tests there are.
    #[must_use]
    pub fn tests(&self) -> usize {
        self.tests.len()
    }
}
