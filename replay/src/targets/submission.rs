//! A submission to a witness that is accepted is written back as it was read.

use holdpoint_ledger::witness::Submission;

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(submission) = Submission::parse(bytes) {
        assert_eq!(submission.to_bytes(), bytes);
    }
}
