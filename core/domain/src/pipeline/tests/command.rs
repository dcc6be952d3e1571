//! What is asked of the tests of a run.

use std::collections::BTreeMap;

use holdpoint_splitting::queue::{self, Outcome};
use serde::{Deserialize, Serialize};

use super::super::follow::found;
use super::super::refusal::{step_stale, tests_wrong};
use super::super::run::{Run, RunId};
use super::super::work::TestShare;
use super::{TestsListed, TestsShared, lease};
use crate::access::Required;
use crate::kernel::{Context, Decide, Digest, Halt};
use crate::{Fact, State};

/// Writes down which tests there are, in as many parts as that takes; only Holdpoint itself does so, from what an agent says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTests {
    /// Of which run.
    pub run: RunId,
    /// The place of the step that lists them.
    pub place: u32,
    /// Position of the intent of its attempt.
    pub intent: u64,
    /// Which part, from 0.
    pub part: u32,
    /// The digest of the names of all, sorted and each with a line feed behind it.
    pub set: Digest,
    /// What each test of this part is thought to take, in microseconds, in the order of their names.
    pub micros: Vec<u64>,
    /// Those of this part, counted from 0, for which that is only thought.
    pub guessed: Vec<u32>,
    /// Whether that are all.
    pub last: bool,
}

impl Decide for ListTests {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        let step = awaited(run, self.place, self.intent, |share| {
            share == TestShare::Collect
        })?;
        let listed = TestsListed {
            run: self.run.clone(),
            step: step.to_owned(),
            place: self.place,
            intent: self.intent,
            part: self.part,
            set: self.set,
            micros: self.micros.clone(),
            guessed: self.guessed.clone(),
            last: self.last,
        };
        match self.micros.is_empty() {
            true => Err(tests_wrong("there are none").into()),
            false => Ok(vec![listed.into()]),
        }
    }
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestDone {
    /// Its number.
    pub test: u32,
    /// The how-manieth time it was handed out.
    pub run: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took, in microseconds.
    pub micros: u64,
}

/// Writes down how tests ended, and hands out more to the worker that ran them; only Holdpoint itself does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareTests {
    /// Of which run.
    pub run: RunId,
    /// The place of the step of the worker.
    pub place: u32,
    /// Position of the intent of its attempt.
    pub intent: u64,
    /// Counts what the worker asks for upwards: the same number again is the same question.
    pub turn: u64,
    /// The set that it has tests from.
    pub set: Digest,
    /// How those ended that it had.
    pub done: Vec<TestDone>,
}

impl Decide for ShareTests {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let run = found(state, &self.run)?;
        let step = awaited(run, self.place, self.intent, |share| {
            matches!(share, TestShare::Worker(_))
        })?;
        let stale = || Halt::from(step_stale(step, self.intent));
        let number = { run.attempts.get(&self.place) }.map(|attempt| attempt.number);
        let worker = run.sharing(self.place).map(|(tests, _)| tests.share);
        let (Some(TestShare::Worker(worker)), Some(number)) = (worker, number) else {
            return Err(stale());
        };
        let shared = run.shared_tests(self.place);
        let mut queue = { shared.and_then(|shared| shared.queue.clone()) }.ok_or_else(stale)?;
        let lease = lease(worker, number);
        let mut events = Vec::new();
        for done in &self.done {
            let finish = queue::Command::Finish {
                lease: lease.clone(),
                run: queue::Run {
                    test: done.test,
                    run: done.run,
                },
                outcome: done.outcome,
            };
            events.extend(queue.handle(&finish).events);
        }
        let claim = queue::Command::Claim {
            lease,
            turn: self.turn,
            digest: self.set.0.into(),
        };
        events.extend(queue.handle(&claim).events);
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let shared = TestsShared {
            run: self.run.clone(),
            step: step.to_owned(),
            place: self.place,
            intent: self.intent,
            took: took(&events, &self.done),
            events,
        };
        Ok(vec![shared.into()])
    }
}

/// What those took whose ends were taken.
fn took(events: &[queue::Event], done: &[TestDone]) -> BTreeMap<u32, u64> {
    let taken = events.iter().filter_map(|event| match event {
        queue::Event::Finished { run, .. } => Some(*run),
        _ => None,
    });
    let micros = taken.filter_map(|run| {
        let of = |done: &&TestDone| done.test == run.test && done.run == run.run;
        Some((run.test, done.iter().find(of)?.micros))
    });
    micros.collect()
}

/// The id of the step at a place, if that attempt of it is awaited and it has this to do with tests.
fn awaited(
    run: &Run,
    place: u32,
    intent: u64,
    is: impl FnOnce(TestShare) -> bool,
) -> Result<&str, Halt> {
    let step = run.planned.step(place).map_or("?", |step| &step.id);
    let sharing = run.sharing(place).is_some_and(|(tests, _)| is(tests.share));
    match sharing && run.awaited(place, intent).is_some() {
        true => Ok(step),
        false => Err(step_stale(step, intent).into()),
    }
}
