//! The walk through the elements of a report.

use super::time::{microseconds, milliseconds};
use super::{Options, TestCase, TestReport, TestStatus, TimedSuite};
use crate::error::{ErrorCode, ReadError};
use crate::text::bounded;
use crate::xml::{Element, Node, Xml};
use std::collections::HashMap;

/// No report has more tests.
const MAX_CASES: usize = 1_000_000;
/// No more errors of suites are kept.
const MAX_SUITE_ERRORS: usize = 1_000;

pub(super) fn read(text: &str, options: Options) -> Result<TestReport, ReadError> {
    let mut walk = Walk {
        xml: Xml::new(text),
        report: TestReport::default(),
        stack: Vec::new(),
        failures: 0,
        options,
    };
    walk.run()?;
    let mut report = walk.report;
    if options.merge_reruns {
        merge_reruns(&mut report.cases);
    }
    if report.duration_ms == 0 {
        report.duration_ms = report.cases.iter().map(|case| case.duration_ms).sum();
    }
    Ok(report)
}

/// A suite that is open.
struct Suite {
    name: String,
    declared: Option<u64>,
    /// How many failures the report had before this suite.
    failures_before: u64,
    has_cases: bool,
    /// Whether it or an outer one says how long it took.
    timed: bool,
    duration_us: Option<u64>,
}

struct Walk<'a> {
    xml: Xml<'a>,
    report: TestReport,
    stack: Vec<Suite>,
    failures: u64,
    options: Options,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.next()? {
                Node::Open(element) => self.open(&element)?,
                Node::Close => self.close(),
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn open(&mut self, element: &Element) -> Result<(), ReadError> {
        match element.name.as_str() {
            "testsuites" | "testsuite" => {
                self.open_suite(element);
                Ok(())
            }
            _ if self.stack.is_empty() => Err(self.xml.content_error(
                format!("the document begins with <{}>", bounded(&element.name)),
                "a JUnit report begins with <testsuites> or <testsuite>",
            )),
            "testcase" => self.case(element),
            "error" | "failure" => self.suite_error(element),
            // Properties and output; what they hold looks like a test sometimes and is none.
            _ => self.xml.skip(),
        }
    }

    fn name(&self, text: &str) -> String {
        match self.options.whole_names {
            true => text.to_owned(),
            false => bounded(text),
        }
    }

    fn open_suite(&mut self, element: &Element) {
        let name = element.attribute("name").map(|name| self.name(name));
        if self.report.name.is_none() {
            self.report.name.clone_from(&name);
        }
        if self.report.timestamp.is_none() {
            self.report.timestamp = element.attribute("timestamp").map(bounded);
        }
        let time = element.attribute("time").and_then(milliseconds);
        // The time of inner suites is part of an outer one's.
        let inside = self.stack.last().is_some_and(|suite| suite.timed);
        if !inside {
            let time = time.unwrap_or_default();
            self.report.duration_ms = self.report.duration_ms.saturating_add(time);
        }
        let number = |name| {
            element
                .attribute(name)
                .and_then(|n: &str| n.trim().parse::<u64>().ok())
        };
        let declared = match (number("failures"), number("errors")) {
            (None, None) => None,
            (failures, errors) => Some(
                failures
                    .unwrap_or_default()
                    .saturating_add(errors.unwrap_or_default()),
            ),
        };
        self.stack.push(Suite {
            name: name.unwrap_or_default(),
            declared,
            failures_before: self.failures,
            has_cases: false,
            timed: inside || time.is_some(),
            duration_us: element.attribute("time").and_then(microseconds),
        });
    }

    fn close(&mut self) {
        let Some(suite) = self.stack.pop() else {
            return;
        };
        if suite.has_cases {
            self.report.suites += 1;
            let name = suite.name.clone();
            let timed = |duration_us| TimedSuite { name, duration_us };
            self.report.timed.extend(suite.duration_us.map(timed));
        }
        let shown = self.failures - suite.failures_before;
        let hidden = suite.declared.filter(|declared| *declared > shown);
        if let (Some(declared), false, None) =
            (hidden, self.options.merge_reruns, &self.report.discrepancy)
        {
            self.report.discrepancy = Some(format!(
                "the suite `{}` counts {declared} failures and errors, its tests show {shown}",
                suite.name
            ));
        }
    }

    fn suite_error(&mut self, element: &Element) -> Result<(), ReadError> {
        let message = self
            .message(element)?
            .unwrap_or_else(|| "an error outside any test".to_owned());
        self.failures += 1;
        if self.report.suite_errors.len() < MAX_SUITE_ERRORS {
            self.report.suite_errors.push(message);
        }
        Ok(())
    }

    /// The message attribute, else the text inside, which is read past in any case.
    fn message(&mut self, element: &Element) -> Result<Option<String>, ReadError> {
        let text = self.xml.inner_text()?;
        let from_attribute = element
            .attribute("message")
            .map(bounded)
            .filter(|m| !m.is_empty());
        Ok(from_attribute
            .or_else(|| Some(bounded(&text)))
            .filter(|message| !message.is_empty()))
    }

    fn case(&mut self, element: &Element) -> Result<(), ReadError> {
        if self.report.cases.len() >= MAX_CASES {
            let message = format!("the report has more than {MAX_CASES} tests");
            return Err(ReadError::new(
                ErrorCode::TooComplex,
                message,
                "split the report",
            ));
        }
        if let Some(suite) = self.stack.last_mut() {
            suite.has_cases = true;
        }
        let mut case = TestCase {
            class: element
                .attribute("classname")
                .or(element.attribute("class"))
                .map(|class| self.name(class)),
            name: element
                .attribute("name")
                .map(|name| self.name(name))
                .unwrap_or_default(),
            status: declared_status(element),
            duration_ms: element
                .attribute("time")
                .and_then(milliseconds)
                .unwrap_or_default(),
            duration_us: element
                .attribute("time")
                .and_then(microseconds)
                .unwrap_or_default(),
            message: None,
            line: element.line,
        };
        self.case_children(&mut case)?;
        self.failures += u64::from(matches!(
            case.status,
            TestStatus::Failed | TestStatus::Error
        ));
        self.report.cases.push(case);
        Ok(())
    }

    fn case_children(&mut self, case: &mut TestCase) -> Result<(), ReadError> {
        loop {
            let child = match self.xml.next()? {
                Node::Open(child) => child,
                Node::Text(_) => continue,
                Node::Close | Node::End => return Ok(()),
            };
            let Some(status) = status_of(&child.name) else {
                self.xml.skip()?;
                continue;
            };
            let message = self.message(&child)?;
            if rank(status) > rank(case.status) {
                case.status = status;
                case.message = message;
            } else if case.message.is_none() && status == case.status {
                case.message = message;
            }
        }
    }
}

/// What the children of a test say; a rerun that failed says nothing that `failure` does not.
fn status_of(name: &str) -> Option<TestStatus> {
    match name {
        "failure" => Some(TestStatus::Failed),
        "error" => Some(TestStatus::Error),
        "skipped" | "skip" | "incomplete" => Some(TestStatus::Skipped),
        "flakyFailure" | "flakyError" | "rerun" => Some(TestStatus::Flaky),
        _ => None,
    }
}

/// A failure outweighs whatever else stands beside it.
fn rank(status: TestStatus) -> u8 {
    match status {
        TestStatus::Passed => 0,
        TestStatus::Flaky => 1,
        TestStatus::Skipped => 2,
        TestStatus::Failed => 3,
        TestStatus::Error => 4,
    }
}

/// What the attributes of a test say: CTest, GoogleTest and Bazel write more than others.
fn declared_status(element: &Element) -> TestStatus {
    let said = ["status", "result"]
        .iter()
        .filter_map(|name| element.attribute(name));
    let statuses = said.map(|text| match text.to_ascii_lowercase().as_str() {
        "fail" | "failed" | "failure" => TestStatus::Failed,
        "error" | "errored" | "broken" => TestStatus::Error,
        "notrun" | "disabled" | "skipped" | "suppressed" | "ignored" => TestStatus::Skipped,
        _ => TestStatus::Passed,
    });
    statuses
        .max_by_key(|status| rank(*status))
        .unwrap_or(TestStatus::Passed)
}

/// Keeps one run of each test: failed in all runs is failed, passed after a failure is flaky.
fn merge_reruns(cases: &mut Vec<TestCase>) {
    let mut first: HashMap<(Option<String>, String), usize> = HashMap::new();
    let mut merged: Vec<TestCase> = Vec::with_capacity(cases.len());
    for case in cases.drain(..) {
        let at = *first
            .entry((case.class.clone(), case.name.clone()))
            .or_insert(merged.len());
        match merged.get_mut(at) {
            None => merged.push(case),
            Some(known) => {
                let passed = |s: TestStatus| matches!(s, TestStatus::Passed | TestStatus::Flaky);
                if passed(known.status) != passed(case.status) && case.status != TestStatus::Skipped
                {
                    known.status = TestStatus::Flaky;
                }
                known.duration_us = known.duration_us.saturating_add(case.duration_us);
                known.duration_ms = known.duration_ms.saturating_add(case.duration_ms);
                known.message = known.message.take().or(case.message);
            }
        }
    }
    *cases = merged;
}
