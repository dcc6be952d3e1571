//! How long tests took, over reports of one run or of many.

use std::collections::{BTreeMap, HashMap};

use holdpoint_attestation::junit::TestReport;

use crate::{Key, Runner};

/// Microseconds by test.
type Durations = BTreeMap<String, u64>;

impl Runner {
    /// How long tests took, in microseconds: the mean over the reports that have them, each with the sum of its cases, or its suite's
    /// time if that is longer. Tests that no report has are not in it. Reports have to be read with whole names.
    #[must_use]
    pub fn durations(self, tests: &[String], reports: &[TestReport]) -> BTreeMap<String, u64> {
        let known = tests.iter().map(|test| (self.key(test), test)).collect();
        mean(reports.iter().map(|report| self.in_report(report, &known)))
    }

    fn in_report(self, report: &TestReport, known: &HashMap<Key, &String>) -> Durations {
        let cases = report.cases.iter().filter_map(|case| {
            let class = case.class.as_deref().unwrap_or_default();
            let test = known.get(&self.key_of_case(class, &case.name))?;
            let own = self.is_own_time(&case.name);
            Some(((*test).clone(), if own { case.duration_us } else { 0 }))
        });
        let mut durations = sums(cases);
        for suite in &report.timed {
            if let Some(known) = durations.get_mut(&suite.name) {
                *known = suite.duration_us.max(*known);
            }
        }
        durations
    }
}

/// The same for whatever tests there are, by class and name: `com.example.AppTest.starts`.
#[must_use]
pub fn durations_by_name(reports: &[TestReport]) -> BTreeMap<String, u64> {
    mean(reports.iter().map(|report| {
        let cases = report.cases.iter();
        sums(cases.map(|case| (case.full_name(), case.duration_us)))
    }))
}

fn sums(cases: impl Iterator<Item = (String, u64)>) -> Durations {
    let mut durations = Durations::new();
    for (test, time) in cases {
        let sum = durations.entry(test).or_default();
        *sum = sum.saturating_add(time);
    }
    durations
}

fn mean(reports: impl Iterator<Item = Durations>) -> Durations {
    let mut all: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (test, time) in reports.flatten() {
        let (sum, count) = all.entry(test).or_default();
        *sum = sum.saturating_add(time);
        *count += 1;
    }
    let mean = |(test, (sum, count)): (String, (u64, u64))| (test, sum / count);
    all.into_iter().map(mean).collect()
}
