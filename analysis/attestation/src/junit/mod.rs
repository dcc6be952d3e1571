//! JUnit XML reports, in the dialects of Surefire, Gradle, pytest, gotestsum, jest-junit, PHPUnit, CTest and
//! others: there is no standard, so everything but the names of elements may be missing.

mod read;
mod time;

use crate::evidence::Outcome;
use serde::{Deserialize, Serialize};

/// What a report says, and every test in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestReport {
    /// The name of the outermost suite.
    pub name: Option<String>,
    /// How many suites have tests of their own.
    pub suites: u64,
    /// All tests, in the order of the report.
    pub cases: Vec<TestCase>,
    /// Errors of suites outside any test, such as a fixture that failed.
    pub suite_errors: Vec<String>,
    /// A suite whose own count of failures is higher than its tests show.
    pub discrepancy: Option<String>,
    /// How long it took, in milliseconds: what the outermost suites say, else the sum of the tests.
    pub duration_ms: u64,
    /// Suites with tests of their own that say how long they took, what they prepared included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timed: Vec<TimedSuite>,
    /// When the first suite began, as the report writes it.
    pub timestamp: Option<String>,
}

/// A suite that says how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedSuite {
    /// Its name.
    pub name: String,
    /// How long it took, in microseconds.
    pub duration_us: u64,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestCase {
    /// The class, module or package.
    pub class: Option<String>,
    /// The test's name.
    pub name: String,
    /// How it ended.
    pub status: TestStatus,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The same in microseconds: many tests take less than a millisecond.
    #[serde(default)]
    pub duration_us: u64,
    /// The failure's or skip's message, at most 200 characters.
    pub message: Option<String>,
    /// The line of the report at which it stands.
    pub line: usize,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TestStatus {
    /// It passed.
    Passed,
    /// An assertion failed.
    Failed,
    /// It could not run to its end.
    Error,
    /// It did not run.
    Skipped,
    /// It failed first and passed when it was run again.
    Flaky,
}

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All.
    pub tests: u64,
    /// Passed at once.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
    /// Broken, errors of suites included.
    pub errors: u64,
    /// Not run.
    pub skipped: u64,
    /// Passed when run again.
    pub flaky: u64,
}

/// How a report is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether tests of the same class and name are runs of one test, so that a pass after a failure
    /// makes it flaky. Off unless set: some tools give different tests the same name, and a failure must
    /// not hide behind another's pass.
    pub merge_reruns: bool,
    /// Whether names of suites, classes and tests are kept to their last letter, as whoever runs a test by its name needs them;
    /// else they are one line of at most 200 characters.
    pub whole_names: bool,
}

impl TestReport {
    /// Reads a report.
    ///
    /// # Errors
    /// Says what is wrong, at its line and column.
    ///
    /// ```
    /// use holdpoint_attestation::Outcome;
    /// use holdpoint_attestation::junit::{Options, TestReport};
    /// let xml = r#"<testsuite name="a"><testcase name="b" time="0.25"><failure message="1 != 2"/></testcase></testsuite>"#;
    /// let report = TestReport::read(xml.as_bytes(), Options::default())?;
    /// assert_eq!(report.outcome(), Outcome::Failed);
    /// assert_eq!(report.cases[0].duration_ms, 250);
    /// # Ok::<(), holdpoint_attestation::ReadError>(())
    /// ```
    pub fn read(bytes: &[u8], options: Options) -> Result<Self, crate::ReadError> {
        let text = crate::evidence::utf8(bytes)?;
        read::read(text, options)
    }

    /// How many tests ended how.
    pub fn counts(&self) -> Counts {
        let count = |status| {
            self.cases
                .iter()
                .filter(|case| case.status == status)
                .count() as u64
        };
        Counts {
            tests: self.cases.len() as u64,
            passed: count(TestStatus::Passed),
            failed: count(TestStatus::Failed),
            errors: count(TestStatus::Error) + self.suite_errors.len() as u64,
            skipped: count(TestStatus::Skipped),
            flaky: count(TestStatus::Flaky),
        }
    }

    /// Failed if anything failed or is unclear; none if no test ran at all; else passed.
    pub fn outcome(&self) -> Outcome {
        let counts = self.counts();
        if counts.failed + counts.errors > 0 || self.discrepancy.is_some() {
            Outcome::Failed
        } else if counts.passed + counts.flaky == 0 {
            Outcome::None
        } else {
            Outcome::Passed
        }
    }

    /// The names of the tests that ended in one of these ways, with their classes.
    pub fn names(&self, statuses: &[TestStatus]) -> impl Iterator<Item = String> {
        self.cases
            .iter()
            .filter(|case| statuses.contains(&case.status))
            .map(TestCase::full_name)
    }
}

impl TestCase {
    /// The class and the name: `com.example.AppTest.starts`.
    pub fn full_name(&self) -> String {
        match &self.class {
            Some(class) if !self.name.is_empty() => format!("{class}.{}", self.name),
            Some(class) => class.clone(),
            None => self.name.clone(),
        }
    }
}
