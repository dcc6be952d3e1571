//! What is written is read again as it was.

use holdpoint_profile::write;
use proptest::prelude::*;

use crate::random::runs;
use crate::world::{run, step, traces};

proptest! {
    #[test]
    fn a_run_that_was_written_is_read_as_it_was(run in runs(10)) {
        let read = traces(&write(&run));
        prop_assert_eq!(read.runs, [run]);
        prop_assert_eq!(read.remarks, []);
    }
}

#[test]
fn a_trace_has_the_names_of_the_conventions() {
    let text = write(&run(vec![
        step("build", (0, 1, 3), &[]),
        step("deploy", (3, 3, 4), &[0]),
    ]));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}
