//! One test over all commits.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Flaky, Interval, Outcome};

#[derive(Debug, Clone, Default)]
struct AtCommit {
    passed: u64,
    failed: u64,
    /// By run: whether it passed there, and whether it failed.
    runs: BTreeMap<String, (bool, bool)>,
}

/// What happened to a test, by commit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Commits(BTreeMap<String, AtCommit>);

impl Commits {
    pub(crate) fn add(&mut self, commit: &str, run: &str, outcome: Outcome) {
        let at = self.0.entry(commit.to_owned()).or_default();
        let (passed, failed) = match outcome {
            Outcome::Passed => (true, false),
            Outcome::Failed => (false, true),
            Outcome::PassedOnRetry => (true, true),
        };
        at.passed += u64::from(passed);
        at.failed += u64::from(failed);
        let seen = at.runs.entry(run.to_owned()).or_default();
        seen.0 |= passed;
        seen.1 |= failed;
    }

    /// What there is to say of it, if it is flaky.
    pub(crate) fn judge(&self, test: &str) -> Option<Flaky> {
        let both = self.0.values().filter(|at| at.passed > 0 && at.failed > 0);
        let commits = both.count();
        if commits == 0 {
            return None;
        }
        let can_pass = || self.0.values().filter(|at| at.passed > 0);
        let failures = can_pass().map(|at| at.failed).sum();
        let executions = can_pass().map(|at| at.passed + at.failed).sum();
        Some(Flaky {
            test: test.to_owned(),
            commits,
            commits_seen: self.0.len(),
            retried_runs: self.retried_runs(),
            failures,
            executions,
            unclear_failures: self
                .0
                .values()
                .filter(|at| at.passed == 0)
                .map(|at| at.failed)
                .sum(),
            rate: crate::interval::ratio(failures, executions),
            interval: Interval::wilson(failures, executions),
        })
    }

    /// Runs in which it passed and failed; a run of two commits counts once.
    fn retried_runs(&self) -> usize {
        let runs = self.0.values().flat_map(|at| &at.runs);
        let both = runs.filter(|(_, (passed, failed))| *passed && *failed);
        both.map(|(run, _)| run.as_str())
            .collect::<BTreeSet<_>>()
            .len()
    }
}
