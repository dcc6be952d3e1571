//! What came of the tests of a run.

use holdpoint_splitting::Queue;
use holdpoint_splitting::queue::{Completeness, End, prove};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SharedTests;
use crate::kernel::Digest;
use crate::pipeline::StepResult;

/// How the tests that were listed have ended, each counted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestTally {
    /// The SHA-256 of their sorted names, each with a line feed behind it.
    pub set: Digest,
    /// How many were listed.
    pub listed: u32,
    /// How many have passed.
    pub passed: u32,
    /// How many have failed, the last time that they were run.
    pub failed: u32,
    /// How many did not run, and say so.
    pub skipped: u32,
    /// How many came to no end, or to that of their workers.
    pub lost: u32,
    /// How many passed after they had failed.
    pub flaky: u32,
    /// How many were run more than once.
    pub again: u32,
}

impl SharedTests {
    /// How many have ended how, if the list is whole.
    #[must_use]
    pub fn tally(&self) -> Option<TestTally> {
        let suite = self.queue.as_ref().map(Queue::suite)?;
        Some(tally(&self.proof(suite)))
    }

    /// From the record alone, by something that knows nothing of how tests are handed out.
    fn proof(&self, suite: &holdpoint_splitting::Suite) -> Completeness {
        let record: Vec<_> = self.record.iter().cloned().collect();
        prove(suite, &record)
    }

    /// Whether each test came to exactly one end, and that was no bad one.
    #[must_use]
    pub fn judged(&self) -> StepResult {
        let Some(suite) = self.queue.as_ref().map(Queue::suite) else {
            return StepResult::not("no tests were listed");
        };
        let proof = self.proof(suite);
        let result = match proof.is_passed() {
            true => StepResult::done(),
            false => StepResult::not(self.why(&proof)),
        };
        StepResult {
            tests: Some(tally(&proof)),
            ..result
        }
    }

    /// How many did not end well. Which, their names say, and those are not for the ledger.
    fn why(&self, proof: &Completeness) -> String {
        let count = |end| self.all().filter(|test| test.end == end).count();
        let all = [
            (count(Some(End::Failed)), "failed"),
            (count(Some(End::Lost)), "lost with their workers"),
            (count(None), "not run to their end"),
            (proof.doubled.len(), "run twice at once"),
        ];
        let said = all.iter().filter(|(count, _)| *count > 0);
        let said = said.map(|(count, what)| format!("{count} of {} {what}", proof.collected));
        said.collect::<Vec<_>>().join("; ")
    }
}

fn tally(proof: &Completeness) -> TestTally {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let flaky = proof.again.iter().filter(|test| test.passed);
    TestTally {
        set: Digest(proof.digest.into()),
        listed: count(proof.collected),
        passed: count(proof.passed),
        failed: count(proof.failed),
        skipped: count(proof.skipped),
        lost: count(proof.lost + proof.missing.len()),
        flaky: count(flaky.filter(|test| test.failures > 0).count()),
        again: count(proof.again.len()),
    }
}
