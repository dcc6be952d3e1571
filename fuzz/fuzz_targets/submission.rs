//! A submission to a witness that is accepted is written back as it was read.
#![no_main]

use holdpoint_ledger::witness::Submission;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(submission) = Submission::parse(bytes) {
        assert_eq!(submission.to_bytes(), bytes);
    }
});
