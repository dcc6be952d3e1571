//! What can be wrong with a coverage report.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Source, Span, Unreadable};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    FORMAT = "coverage-format-unknown",
        "this is no coverage report that is known: {what}",
        "What is not read covers nothing, and a gate on coverage would stop for that.",
        "give an LCOV tracefile (`lcov.info`) or a Cobertura report (`coverage.xml`)",
        "mode: atomic";
    RECORD = "coverage-record-wrong",
        "{what}",
        "A number that is misread would count as coverage that is not there, or hide coverage that is.",
        "write the report again with the tool that made it",
        "DA:twelve,1";
    OUTSIDE = "coverage-record-outside",
        "`{record}` stands outside any file",
        "Coverage that belongs to no file cannot be compared with anything.",
        "each file begins with `SF:` and ends with `end_of_record`",
        "DA:1,1";
    CUT = "coverage-report-cut",
        "the report ends within {what}",
        "Half a report shows less coverage than there was.",
        "write it again; the program that wrote it may have been killed, or the disk full",
        "SF:a.rs";
    XML = "coverage-xml-wrong",
        "this is no well-formed XML: {what}",
        "Only a report that can be read can be merged.",
        "write the report again with the tool that made it",
        "<coverage>";
    FORBIDDEN = "coverage-xml-forbidden",
        "the report has {what}",
        "Entities of a document's own are how small documents become large.",
        "only the five entities of XML and character numbers are read",
        "<!DOCTYPE coverage [<!ENTITY a \"b\">]>";
    EMPTY = "coverage-report-empty",
        "there is no file in the report",
        "A merge with nothing would pass for a shard that covers nothing.",
        "look whether the tests were run with coverage switched on",
        "<coverage/>";
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

    pub(crate) fn add(&mut self, rule: &'static Rule, span: Span, words: &[(&str, &str)]) {
        if self.found.len() < KEPT {
            let place = Place::of(self.source, span, "");
            self.found.push(Finding::new(rule, place, "", words));
        }
    }

    /// A record that cannot be read.
    pub(crate) fn record(&mut self, span: Span, what: &str) {
        self.add(&RECORD, span, &[("what", what)]);
    }

    pub(crate) fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// What was read, if nothing was wrong with it.
    pub(crate) fn or<T>(self, read: T) -> Result<T, Unreadable> {
        match self.found.is_empty() {
            true => Ok(read),
            false => Err(Unreadable::within(self.source, self.found)),
        }
    }
}
