//! `pipeline.tests`.

use holdpoint_domain::Digest;
use holdpoint_domain::pipeline::{Run, RunId, SharedTest, SharedTests, TestTally};
use holdpoint_ports::BlobDigest;
use holdpoint_splitting::queue::End;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::run::{absent, id};
use crate::queries::Query;
use crate::{Reader, ServiceError};

/// The tests that steps of a run share, and what became of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowTests {
    /// Of which run.
    pub run: String,
    /// Of which step, such as `test/unit`, or one of those that it consists of.
    pub step: String,
}

/// Where a test stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TestState {
    /// It has failed, the last time that it was run.
    Failed,
    /// It was lost with its workers.
    Lost,
    /// It has not ended.
    Open,
    /// It has passed after it had failed or was lost.
    Again,
    /// It has passed.
    Passed,
    /// It did not run, and says so.
    Skipped,
}

impl std::fmt::Display for TestState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Failed => "failed",
            Self::Lost => "lost",
            Self::Open => "open",
            Self::Again => "passed again",
            Self::Passed => "passed",
            Self::Skipped => "skipped",
        })
    }
}

/// A test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestView {
    /// What its runner calls it.
    pub test: String,
    /// Where it stands.
    pub state: TestState,
    /// How often it was handed out.
    pub runs: u32,
    /// How long it took the last time, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub micros: Option<u64>,
    /// What it was thought to take, in microseconds.
    pub thought: u64,
}

/// Tests, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestsPage {
    /// Of which run.
    pub run: RunId,
    /// Of which step.
    pub step: String,
    /// How many have ended how.
    pub tally: TestTally,
    /// All of them: those that did not end well first, then those that took longest.
    pub tests: Vec<TestView>,
}

impl Query for ShowTests {
    const NAME: &'static str = "pipeline.tests";
    type View = TestsPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<TestsPage, ServiceError> {
        let id = id(&self.run)?;
        let found = reader.ask(|state| Ok(state.runs.get(&id.key())?.cloned()))?;
        let run = found.ok_or_else(|| absent(&self.run))?;
        let shared = shared(&run, &self.step).and_then(|tests| Some((tests.tally()?, tests)));
        let (tally, shared) = shared.ok_or_else(|| ServiceError::Arguments {
            query: Self::NAME.to_owned(),
            reason: format!("no tests were listed for the step `{}`", self.step),
        })?;
        let names = names(reader, &tally.set)?;
        let mut names = names.lines();
        let named = (0_u32..).zip(shared.all()).map(|(at, test)| {
            // A list that was erased, or is not kept here, leaves the numbers.
            let name = names.next().map_or(format!("#{at}"), str::to_owned);
            view(name, &test)
        });
        let mut tests: Vec<_> = named.collect();
        tests.sort_by_key(|test| (test.state, std::cmp::Reverse(test.micros)));
        Ok(TestsPage {
            run: id,
            step: whole(&self.step).to_owned(),
            tally,
            tests,
        })
    }
}

/// The step that a part of it belongs to.
fn whole(step: &str) -> &str {
    let part = step
        .rsplit_once('/')
        .filter(|(_, last)| matches!(*last, "collect" | "result") || last.starts_with("worker-"));
    part.map_or(step, |(whole, _)| whole)
}

fn shared<'r>(run: &'r Run, step: &str) -> Option<&'r SharedTests> {
    let list = format!("{}/collect", whole(step));
    run.shared_tests(run.planned.find(&list)?)
}

/// The names of a set, a line each; nothing if they are not kept any more.
fn names(reader: &Reader<'_>, set: &Digest) -> Result<String, ServiceError> {
    let kept = reader.service.blobs().get(&BlobDigest(set.0))?;
    Ok(String::from_utf8_lossy(&kept.unwrap_or_default()).into_owned())
}

fn view(test: String, of: &SharedTest) -> TestView {
    TestView {
        test,
        state: match of.end {
            Some(End::Failed) => TestState::Failed,
            Some(End::Lost) => TestState::Lost,
            Some(End::Skipped) => TestState::Skipped,
            Some(End::Passed) if of.runs > 1 => TestState::Again,
            Some(End::Passed) => TestState::Passed,
            None => TestState::Open,
        },
        runs: of.runs,
        micros: of.took.map(|took| took.0),
        thought: of.thought.0,
    }
}
