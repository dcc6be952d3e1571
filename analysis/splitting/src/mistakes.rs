//! What can be wrong with timings and lists of tests.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Source, Unreadable};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    TIMINGS = "timings-not-a-map",
        "timings are a JSON object from test to seconds; this is {what}",
        "A test that is not told from others by its name cannot be timed.",
        "write `{\"tests/test_a.py::test_one\": 1.25}`, or give a folder of JUnit reports",
        "[1.25, 0.5]";
    SECONDS = "timings-not-seconds",
        "`{test}` has {what} where seconds are expected",
        "A wrong time would put a test where it makes a shard late.",
        "give seconds as a number from 0 to 10000000, such as 0.25; leave a test without timing out",
        "{\"test_a\": \"fast\"}";
    NAME = "test-name-wrong",
        "`{test}` {what}",
        "Lists have one test a line, and a runner has to find each by its name.",
        "correct the name, or write the list again with the runner that collected it",
        "{\"\": 1.25}";
    TWICE = "test-listed-twice",
        "`{test}` is in the list twice; first in line {line}",
        "A test that is collected twice would run twice, or one of two tests would be taken for the other.",
        "take one of the lines out, or rename one of the tests",
        "test_a\ntest_a";
    NONE = "test-list-empty",
        "there is no test in the list",
        "A run of no tests would look like one in which all passed.",
        "look at what the runner wrote to standard error when it collected the tests",
        "an empty file";
    MANY = "test-list-too-long",
        "there are more than {limit} tests",
        "Whoever writes a list must not decide how much memory its reader needs.",
        "split parts of it on their own",
        "two million lines";
}

/// Mistakes so far.
pub(crate) struct Mistakes<'s> {
    source: &'s Arc<Source>,
    found: Vec<Finding>,
}

impl<'s> Mistakes<'s> {
    pub(crate) fn new(source: &'s Arc<Source>) -> Self {
        let found = Vec::new();
        Self { source, found }
    }

    pub(crate) fn add(
        &mut self,
        rule: &'static holdpoint_findings::Rule,
        place: Place,
        words: &[(&str, &str)],
    ) {
        if self.found.len() < KEPT {
            self.found.push(Finding::new(rule, place, "", words));
        }
    }

    /// What was read, if nothing was wrong with it.
    pub(crate) fn or<T>(self, read: T) -> Result<T, Unreadable> {
        match self.found.is_empty() {
            true => Ok(read),
            false => Err(Unreadable::within(self.source, self.found)),
        }
    }
}
