//! A report's numbers add up, and a statement built from it says the same.

use holdpoint_attestation::junit::{Options, TestReport};
use holdpoint_attestation::predicate::test_result;
use holdpoint_attestation::{Outcome, Subject, read_evidence};

pub(crate) fn run(bytes: &[u8]) {
    for merge_reruns in [false, true] {
        let Ok(report) = TestReport::read(
            bytes,
            Options {
                merge_reruns,
                ..Options::default()
            },
        ) else {
            return;
        };
        let counts = report.counts();
        let errors = counts.errors - report.suite_errors.len() as u64;
        assert_eq!(
            counts.tests,
            counts.passed + counts.failed + errors + counts.skipped + counts.flaky
        );
        let statement = test_result(
            &report,
            "report.xml",
            bytes,
            None,
            vec![Subject::sha256("a", &"0".repeat(64))],
        );
        let read =
            read_evidence(&statement.to_json(), None, &[]).expect("what was built reads back");
        let expected = match report.outcome() {
            Outcome::Passed => Outcome::Passed,
            Outcome::Failed | Outcome::None => Outcome::Failed,
        };
        assert_eq!(read.outcome, expected);
    }
}
