//! What can be wrong with the list of a runner.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Source, Span, Unreadable};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    LISTING = "test-listing-unreadable",
        "this is not what {runner} writes: {what}",
        "A list that is misread loses tests, and nobody would see it.",
        "give the standard output of the command that the documentation names, as it is",
        "{}";
    COLLECTED = "test-collection-failed",
        "{what}",
        "Tests that could not be collected would be missing from every shard, and all would pass.",
        "mend what the runner complains about, and list the tests again",
        "ERROR tests/test_a.py";
    TWICE = "test-listed-again",
        "`{test}` is listed twice",
        "One name for two tests: running it runs both, and their reports cannot be told apart.",
        "rename one of them",
        "com.acme.LedgerTest in two modules";
    NOTHING = "test-listing-empty",
        "no test was listed",
        "A run of no tests would look like one in which all passed.",
        "look whether the command was run in the right folder",
        "[]";
}

/// A test that was listed, and where.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) span: Span,
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

    fn add(&mut self, rule: &'static Rule, span: Span, words: &[(&str, &str)]) {
        if self.found.len() < KEPT {
            let place = Place::of(self.source, span, "");
            self.found.push(Finding::new(rule, place, "", words));
        }
    }

    /// The list is not of this runner.
    pub(crate) fn listing(&mut self, span: Span, runner: &str, what: &str) {
        self.add(&LISTING, span, &[("runner", runner), ("what", what)]);
    }

    /// The runner itself complains.
    pub(crate) fn collected(&mut self, span: Span, what: &str) {
        self.add(&COLLECTED, span, &[("what", what)]);
    }

    /// The ids, if nothing was wrong with them.
    pub(crate) fn finish(mut self, listed: Vec<Listed>) -> Result<Vec<String>, Unreadable> {
        let mut seen = HashMap::new();
        for one in &listed {
            if seen.insert(one.id.as_str(), ()).is_some() {
                self.add(&TWICE, one.span, &[("test", &one.id)]);
            }
        }
        if listed.is_empty() && self.found.is_empty() {
            self.add(&NOTHING, Span::default(), &[]);
        }
        match self.found.is_empty() {
            true => Ok(listed.into_iter().map(|one| one.id).collect()),
            false => Err(Unreadable::within(self.source, self.found)),
        }
    }
}

/// The lines of a text, without their ends, each with its place.
pub(crate) fn lines(source: &Source) -> impl Iterator<Item = (&str, Span)> {
    let mut start = 0;
    source.text().split('\n').map(move |whole| {
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        let span = Span::new(start, start + line.len());
        start += whole.len() + 1;
        (line, span)
    })
}
