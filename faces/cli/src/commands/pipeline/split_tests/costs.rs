//! What each test took, wherever that is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdpoint_attestation::junit::TestReport;
use holdpoint_runners::{ALL, Runner, durations_by_name};
use holdpoint_splitting::{Micros, read_timings};

use super::given::{self, malformed};
use crate::commands::check::options::unreadable;
use crate::error::Failure;

/// The tests that are to be divided, and what is known of their costs.
#[derive(Debug)]
pub(super) struct Costs {
    known: BTreeMap<String, Micros>,
    tests: Vec<String>,
    /// Tests that were timed and are not in the list.
    pub(super) gone: Vec<String>,
    /// Files in the folder that are no reports.
    pub(super) passed_over: Vec<PathBuf>,
}

impl Costs {
    /// Reads timings, for the tests of a list or for all that were timed.
    pub(super) fn read(
        path: &Path,
        tests: Option<Vec<String>>,
        runner: Option<Runner>,
    ) -> Result<Self, Failure> {
        let mut passed_over = Vec::new();
        let known = if path.is_dir() {
            let found = given::reports(path)?;
            passed_over = found.others;
            of_reports(&found.reports, tests.as_deref(), runner)
        } else {
            of_file(path, tests.as_deref(), runner)?
        };
        let tests = tests.unwrap_or_else(|| known.keys().cloned().collect());
        let listed: std::collections::HashSet<&String> = tests.iter().collect();
        let gone = known
            .keys()
            .filter(|test| !listed.contains(test))
            .cloned()
            .collect();
        Ok(Self {
            gone,
            known,
            tests,
            passed_over,
        })
    }

    pub(super) fn tests(&self) -> impl Iterator<Item = &String> {
        self.tests.iter()
    }

    pub(super) fn of(&self, test: &str) -> Option<Micros> {
        self.known.get(test).copied()
    }

    /// What whoever asked may want to know.
    pub(super) fn remarks(&self) -> Vec<String> {
        let unknown = self
            .tests
            .iter()
            .filter(|test| !self.known.contains_key(*test))
            .count();
        let mut remarks = Vec::new();
        if unknown > 0 {
            remarks.push(format!(
                "{unknown} of {} tests were never timed: what they take is estimated",
                self.tests.len()
            ));
        }
        let others = self.passed_over.iter();
        remarks.extend(
            others.map(|path| format!("`{}` is no JUnit report: passed over", path.display())),
        );
        remarks
    }
}

/// A JUnit report if it begins with `<`, else a JSON object.
fn of_file(
    path: &Path,
    tests: Option<&[String]>,
    runner: Option<Runner>,
) -> Result<BTreeMap<String, Micros>, Failure> {
    let source = given::source(path)?;
    if !source.text().trim_start().starts_with('<') {
        return read_timings(&source).map_err(|error| unreadable(&error));
    }
    match given::report(source.text().as_bytes()) {
        Ok(report) => Ok(of_reports(&[report], tests, runner)),
        Err(error) => {
            let failure = malformed(&[(path.to_owned(), error)]);
            Err(failure.unwrap_or_else(|| Failure::input("timings-malformed", path.display())))
        }
    }
}

/// Reports name tests otherwise than lists do. Whose they are is said, or else whose names fit most tests of the list.
fn of_reports(
    reports: &[TestReport],
    tests: Option<&[String]>,
    runner: Option<Runner>,
) -> BTreeMap<String, Micros> {
    let plain = durations_by_name(reports);
    let best = tests.and_then(|tests| {
        let hits = tests
            .iter()
            .filter(|test| plain.contains_key(*test))
            .count();
        let runners = ALL
            .into_iter()
            .filter(|one| runner.is_none_or(|runner| runner == *one));
        let durations = runners.map(|runner| runner.durations(tests, reports));
        durations
            .max_by_key(BTreeMap::len)
            .filter(|best| best.len() > hits)
    });
    let durations = best.unwrap_or(plain).into_iter();
    durations
        .map(|(test, micros)| (test, Micros(micros)))
        .collect()
}
