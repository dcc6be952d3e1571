//! Reports beside the tests that were to run.

use std::collections::{BTreeMap, HashMap};

use holdpoint_attestation::junit::{TestCase, TestReport, TestStatus};

use crate::{Key, Runner};

/// What reports say of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The worst of its cases; skipped only if all were.
    pub status: TestStatus,
    /// How long it took, in microseconds: its cases, or its suite if that took longer.
    pub duration_us: u64,
    /// How many cases it has.
    pub cases: usize,
}

/// Reports beside the tests that were to run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct LinedUp {
    /// By test, what the reports say.
    pub seen: BTreeMap<String, Seen>,
    /// Tests that no report mentions.
    pub missing: Vec<String>,
    /// Cases that belong to no test that was to run, with how they ended.
    pub foreign: Vec<(String, TestStatus)>,
    /// Tests that reports cannot tell from another one.
    pub ambiguous: Vec<String>,
}

impl LinedUp {
    /// Whether every test, and nothing else, is in the reports.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.missing.is_empty() && self.foreign.is_empty() && self.ambiguous.is_empty()
    }
}

impl Runner {
    /// Lines reports up with the tests that were to run. They have to be read with whole names.
    pub fn line_up(self, tests: &[String], reports: &[TestReport]) -> LinedUp {
        let mut up = LinedUp::default();
        let mut known: HashMap<Key, &String> = HashMap::new();
        for test in tests {
            if known.insert(self.key(test), test).is_some() {
                up.ambiguous.push(test.clone());
            }
        }
        for case in reports.iter().flat_map(|report| &report.cases) {
            let class = case.class.as_deref().unwrap_or_default();
            match known.get(&self.key_of_case(class, &case.name)) {
                Some(test) => up.see(test, case, self.is_own_time(&case.name)),
                None => up.foreign.push((case.full_name(), case.status)),
            }
        }
        for suite in reports.iter().flat_map(|report| &report.timed) {
            if let Some(seen) = up.seen.get_mut(&suite.name) {
                seen.duration_us = seen.duration_us.max(suite.duration_us);
            }
        }
        let missing = tests.iter().filter(|test| !up.seen.contains_key(*test));
        up.missing = missing.cloned().collect();
        up
    }
}

impl LinedUp {
    fn see(&mut self, test: &str, case: &TestCase, own_time: bool) {
        let time = if own_time { case.duration_us } else { 0 };
        let first = Seen {
            status: case.status,
            duration_us: time,
            cases: 1,
        };
        match self.seen.get_mut(test) {
            None => drop(self.seen.insert(test.to_owned(), first)),
            Some(seen) => {
                seen.cases += 1;
                seen.duration_us = seen.duration_us.saturating_add(time);
                if rank(case.status) > rank(seen.status) {
                    seen.status = case.status;
                }
            }
        }
    }
}

fn rank(status: TestStatus) -> u8 {
    match status {
        TestStatus::Skipped => 0,
        TestStatus::Passed => 1,
        TestStatus::Flaky => 2,
        TestStatus::Failed => 3,
        TestStatus::Error => 4,
    }
}
