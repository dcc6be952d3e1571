//! Tests that the steps of a run share: listed once, handed out while they run, and none of them lost.
//!
//! | step | is | ends when |
//! |---|---|---|
//! | `collect` | an effect: whoever carries it out lists the tests | all are written down |
//! | `worker-1` … | effects: each takes some of those that wait, says how they ended, and takes more | nothing waits or runs any more |
//! | `result` | nothing but a look at the record | at once: well if each test came to one good end |
//!
//! Who runs what next is decided by [`Queue`], whose events are those of the ledger.

mod command;
mod event;
mod tally;

use holdpoint_splitting::queue::{self, End, Lease, Policy};
use holdpoint_splitting::{Basis, Micros, Queue, Suite};
use imbl::{OrdMap, Vector};

pub use command::{ListTests, ShareTests, TestDone};
pub use event::{TestsListed, TestsShared, TestsTimed};
pub use tally::TestTally;

use super::Run;
use super::run::{Attempt, RunId};
use super::work::{TestShare, Tests, Work};
use crate::kernel::Digest;

/// How often a test is run at most, whatever becomes of its workers.
const RUNS: u32 = 5;
/// How long those take that are handed out at once at least: to start a runner takes a second or so.
const FLOOR: Micros = Micros(5_000_000);
/// How many are handed out at once at most.
const AT_ONCE: u32 = 256;

/// The tests that some steps of a run share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedTests {
    /// What those are thought to take that were listed so far.
    listed: Vector<(Micros, Basis)>,
    /// All of them, from when the list is whole.
    queue: Option<Queue>,
    /// What has happened to the queue.
    record: Vector<queue::Event>,
    /// How long the latest run of each took.
    took: OrdMap<u32, Micros>,
}

/// A test, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedTest {
    /// What it was thought to take.
    pub thought: Micros,
    /// What its latest run took.
    pub took: Option<Micros>,
    /// How it ended; nothing while it has not.
    pub end: Option<End>,
    /// How often it was handed out.
    pub runs: u32,
}

/// What a worker is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Run these.
    Run(Vec<queue::Run>),
    /// Others are at work, and may be lost: ask again.
    Wait,
    /// Nothing is left.
    Done,
}

impl SharedTests {
    /// All of them, if the list is whole.
    #[must_use]
    pub fn suite(&self) -> Option<&Suite> {
        self.queue.as_ref().map(Queue::suite)
    }

    /// Each with what became of it, in the order of their names.
    pub fn all(&self) -> impl Iterator<Item = SharedTest> {
        let queue = self.queue.iter();
        queue.flat_map(move |queue| {
            let tests = queue.suite().tests().iter().zip(0..);
            tests.map(move |(test, at)| SharedTest {
                thought: test.cost,
                took: self.took.get(&at).copied(),
                end: queue.end(at),
                runs: queue.runs(at),
            })
        })
    }

    /// What was answered to that claim of a worker.
    #[must_use]
    pub fn told(&self, lease: &Lease, turn: u64) -> Told {
        let Some(queue) = &self.queue else {
            return Told::Wait;
        };
        let handed_out = self.record.iter().rev().find_map(|event| match event {
            queue::Event::Claimed {
                lease: whose,
                turn: at,
                runs,
            } if whose == lease => Some((*at, runs)),
            _ => None,
        });
        match handed_out {
            Some((at, runs)) if at == turn => Told::Run(runs.clone()),
            _ if queue.is_complete() => Told::Done,
            _ => Told::Wait,
        }
    }

    /// The set: also the digest of the names of all, as a blob.
    #[must_use]
    pub fn set(&self) -> Option<Digest> {
        Some(Digest(self.suite()?.digest().into()))
    }

    fn list(&mut self, listed: &TestsListed, tests: &Tests) {
        if listed.part == 0 {
            *self = Self::default();
        }
        let basis = |at: u32| match listed.guessed.binary_search(&at) {
            Ok(_) => Basis::All,
            Err(_) => Basis::Measured,
        };
        let micros = listed.micros.iter().zip(0..);
        self.listed
            .extend(micros.map(|(micros, at)| (Micros(*micros), basis(at))));
        if listed.last {
            let all = std::mem::take(&mut self.listed);
            let suite = Suite::nameless(listed.set.0.into(), all);
            let policy = Policy {
                workers: tests.workers,
                retries: tests.retry,
                runs: RUNS,
                batch: AT_ONCE,
                floor: FLOOR,
            };
            self.queue = Some(Queue::new(suite.into(), policy));
        }
    }

    fn share(&mut self, shared: &TestsShared) {
        if let Some(queue) = &mut self.queue {
            shared.events.iter().for_each(|event| queue.apply(event));
        }
        self.record.extend(shared.events.iter().cloned());
        let took = shared.took.iter();
        self.took
            .extend(took.map(|(test, micros)| (*test, Micros(*micros))));
    }

    /// What follows when a worker is gone: what it had waits again.
    fn left(&self, lease: &Lease) -> Vec<queue::Event> {
        let Some(queue) = &self.queue else {
            return Vec::new();
        };
        let decision = queue.decide(&queue::Command::Lose {
            lease: lease.clone(),
        });
        let gives_back = |event: &queue::Event| {
            matches!(event, queue::Event::Returned { waiting, ended, .. }
                if !(waiting.is_empty() && ended.is_empty()))
        };
        // Of one that never asked for anything it is noted that it came, and nothing is given back.
        match decision.events.iter().any(gives_back) {
            true => decision.events,
            false => Vec::new(),
        }
    }
}

/// A worker, as a queue knows it.
#[must_use]
pub fn lease(worker: u32, attempt: u32) -> Lease {
    Lease {
        worker: TestShare::Worker(worker).name(),
        attempt,
    }
}

impl Run {
    /// What the step of a place has to do with tests, and the place where those are listed.
    #[must_use]
    pub fn sharing(&self, place: u32) -> Option<(&Tests, u32)> {
        let Some(Work::Tests(tests)) = self.work(place) else {
            return None;
        };
        let before = |place: u32| {
            let step = self.planned.step(place)?;
            step.link.after.first().copied()
        };
        let list = match tests.share {
            TestShare::Collect => Some(place),
            TestShare::Worker(_) => before(place),
            TestShare::Result => before(before(place)?),
        };
        Some((tests, list?))
    }

    /// The tests that the step of a place shares with others, from when they are listed.
    #[must_use]
    pub fn shared_tests(&self, place: u32) -> Option<&SharedTests> {
        let (_, list) = self.sharing(place)?;
        self.tests.get(&list)
    }

    /// That the result at a place tells what tests take, if it is one.
    pub(super) fn timed(&self, place: u32) -> Option<TestsTimed> {
        let (tests, list) = self.sharing(place)?;
        let told = tests.share == TestShare::Result && self.tests.contains_key(&list);
        let step = self.planned.step(list).filter(|_| told)?;
        Some(TestsTimed {
            pipeline: self.pipeline.clone(),
            step: step.id.clone(),
            run: self.id.clone(),
        })
    }

    /// What a worker leaves that is gone.
    pub(super) fn left(&self, place: u32, attempt: &Attempt) -> Option<TestsShared> {
        let (tests, _) = self.sharing(place)?;
        let TestShare::Worker(worker) = tests.share else {
            return None;
        };
        let lease = lease(worker, attempt.number);
        let events = self.shared_tests(place)?.left(&lease);
        let shared = TestsShared {
            run: self.id.clone(),
            step: self.planned.step(place)?.id.clone(),
            place,
            intent: attempt.intent,
            events,
            took: Default::default(),
        };
        (!shared.events.is_empty()).then_some(shared)
    }
}

/// What the tests of the steps of pipelines were called and took last: the run that told.
pub(super) type Timed = OrdMap<(super::PipelineName, String), RunId>;
