//! How long tests took, over reports of one run or of many.

use std::collections::{BTreeMap, HashMap};

use holdpoint_attestation::junit::TestReport;

use crate::Runner;

impl Runner {
    /// How long tests took, in microseconds: the mean over the reports that have them, each with the sum of its cases, or its suite's
    /// time if that is longer. Tests that no report has are not in it. Reports have to be read with whole names.
    #[must_use]
    pub fn durations(self, tests: &[String], reports: &[TestReport]) -> BTreeMap<String, u64> {
        let known: HashMap<_, &String> = tests.iter().map(|test| (self.key(test), test)).collect();
        let mut all: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for report in reports {
            let mut here: HashMap<&str, u64> = HashMap::new();
            for case in &report.cases {
                let key = self.key_of_case(case.class.as_deref().unwrap_or_default(), &case.name);
                let Some(test) = known.get(&key) else {
                    continue;
                };
                let time = if self.is_own_time(&case.name) {
                    case.duration_us
                } else {
                    0
                };
                let sum = here.entry(test).or_default();
                *sum = sum.saturating_add(time);
            }
            for suite in &report.timed {
                if let Some(sum) = here.get_mut(suite.name.as_str()) {
                    *sum = suite.duration_us.max(*sum);
                }
            }
            for (test, time) in here {
                let (sum, count) = all.entry(test).or_default();
                *sum = sum.saturating_add(time);
                *count += 1;
            }
        }
        all.into_iter()
            .map(|(test, (sum, count))| (test.to_owned(), sum / count))
            .collect()
    }
}
