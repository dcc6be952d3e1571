//! A tracefile that is read merges with itself to the same coverage, and what is wrong with one has a place in it.

use std::sync::Arc;

use holdpoint_coverage::{Report, compare, merge};
use holdpoint_findings::{Source, Unreadable};

pub(crate) fn run(bytes: &[u8]) {
    held(bytes, Report::read_lcov);
}

/// What any report has to hold, however it is read.
pub(super) fn held(bytes: &[u8], read: fn(&Arc<Source>) -> Result<Report, Unreadable>) {
    let Ok(source) = Source::new("report", bytes.to_vec()) else {
        return;
    };
    let source = Arc::new(source);
    match read(&source) {
        Ok(report) => merged(&report),
        Err(wrong) => {
            assert!(!wrong.findings().is_empty());
            let lines = source.text().split('\n').count();
            let place = |line: usize| (1..=lines).contains(&line);
            assert!(wrong.findings().iter().all(|one| place(one.place.line)));
        }
    }
}

fn merged(report: &Report) {
    assert!(!report.files.is_empty(), "a report of nothing is refused");
    let twice = merge(&[report.clone(), report.clone()]);
    assert!(twice.differing.is_empty());
    let (one, two) = (report.totals(), twice.report.totals());
    assert_eq!(
        (one.lines, one.lines_covered, one.branches_covered),
        (two.lines, two.lines_covered, two.branches_covered)
    );
    assert!(two.branches_covered <= two.branches_at_most && two.branches_at_most <= two.branches);
    assert!(compare(report, &twice.report).is_kept());
}
