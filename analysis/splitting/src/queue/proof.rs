//! Whether every test came to exactly one end, from the record alone.

use std::collections::BTreeMap;

use serde::Serialize;

use super::command::Outcome;
use super::event::Event;
use super::state::End;
use crate::{Digest, Suite};

/// What the record of a run says of the tests that were collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Completeness {
    /// Which set was collected.
    pub digest: Digest,
    /// How many tests.
    pub collected: usize,
    /// Passed.
    pub passed: usize,
    /// Failed for good.
    pub failed: usize,
    /// Skipped.
    pub skipped: usize,
    /// Lost with their workers, every time.
    pub lost: usize,
    /// Tests that came to no end.
    pub missing: Vec<String>,
    /// Tests that came to more ends than they were opened for, or that two workers had at once.
    pub doubled: Vec<String>,
    /// Numbers in the record that no collected test has.
    pub foreign: Vec<u32>,
    /// Tests that were run more than once, and how often.
    pub again: Vec<Again>,
    /// What was refused.
    pub refused: usize,
}

/// A test that was run more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Again {
    /// Which.
    pub test: String,
    /// How often it was handed out.
    pub runs: u64,
    /// How often it failed.
    pub failures: u64,
    /// Whether it passed in the end.
    pub passed: bool,
}

impl Completeness {
    /// Whether every collected test, and nothing else, came to exactly one end.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.doubled.is_empty() && self.foreign.is_empty()
    }

    /// Whether it is complete and no test failed or was lost.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        self.is_complete() && self.failed + self.lost == 0
    }
}

#[derive(Debug, Clone, Default)]
struct Tally {
    runs: u64,
    failures: u64,
    /// Ends, less those that were opened again.
    ends: i64,
    end: Option<End>,
    /// Whether somebody has it.
    running: bool,
    /// Whether two had it at once.
    overlapped: bool,
}

/// Counts the ends of every test in a record. Deliberately knows nothing of how a queue decides: an error there shows here.
pub fn prove(suite: &Suite, record: &[Event]) -> Completeness {
    let mut tallies = BTreeMap::new();
    let mut refused = 0;
    for event in record {
        count(event, &mut tallies);
        refused += usize::from(matches!(event, Event::Refused { .. }));
    }
    let known = u32::try_from(suite.tests().len()).unwrap_or(u32::MAX);
    let foreign = tallies.split_off(&known).into_keys().collect();
    sum(suite, &tallies, foreign, refused)
}

fn count(event: &Event, tallies: &mut BTreeMap<u32, Tally>) {
    match event {
        Event::Claimed { runs, .. } => {
            runs.iter()
                .for_each(|run| tallies.entry(run.test).or_default().claimed());
        }
        Event::Returned { waiting, ended, .. } => {
            waiting
                .iter()
                .for_each(|test| tallies.entry(*test).or_default().left(None));
            let lost = Some(End::Lost);
            ended
                .iter()
                .for_each(|test| tallies.entry(*test).or_default().left(lost));
        }
        Event::Finished {
            run,
            outcome,
            again,
            ..
        } => {
            let tally = tallies.entry(run.test).or_default();
            tally.failures += u64::from(*outcome == Outcome::Failed);
            tally.left((!again).then_some((*outcome).into()));
        }
        Event::Reopened { tests, .. } => {
            tests
                .iter()
                .for_each(|test| tallies.entry(*test).or_default().ends -= 1);
        }
        Event::Joined { .. } | Event::Refused { .. } => {}
    }
}

impl Tally {
    fn claimed(&mut self) {
        self.runs += 1;
        self.overlapped |= self.running;
        self.running = true;
    }

    /// Whoever had it has it no more.
    fn left(&mut self, end: Option<End>) {
        self.running = false;
        self.ends += i64::from(end.is_some());
        self.end = end;
    }
}

fn sum(
    suite: &Suite,
    tallies: &BTreeMap<u32, Tally>,
    foreign: Vec<u32>,
    refused: usize,
) -> Completeness {
    let none = Tally::default();
    let of = |at: u32| tallies.get(&at).unwrap_or(&none);
    let all: Vec<_> = suite
        .tests()
        .iter()
        .zip(0..)
        .map(|(test, at)| (&test.id, of(at)))
        .collect();
    let names = |holds: fn(&Tally) -> bool| -> Vec<String> {
        all.iter()
            .filter(|(_, tally)| holds(tally))
            .map(|(id, _)| (*id).clone())
            .collect()
    };
    let ended = |end: End| {
        all.iter()
            .filter(|(_, tally)| tally.end == Some(end))
            .count()
    };
    let twice = all.iter().filter(|(_, tally)| tally.runs > 1);
    let again = twice.map(|(id, tally)| Again {
        test: (*id).clone(),
        runs: tally.runs,
        failures: tally.failures,
        passed: tally.end == Some(End::Passed),
    });
    Completeness {
        digest: suite.digest(),
        collected: all.len(),
        passed: ended(End::Passed),
        failed: ended(End::Failed),
        skipped: ended(End::Skipped),
        lost: ended(End::Lost),
        missing: names(|tally| tally.ends < 1),
        doubled: names(|tally| tally.ends > 1 || tally.overlapped),
        again: again.collect(),
        foreign,
        refused,
    }
}
