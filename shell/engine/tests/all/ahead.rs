//! Deciding goes on while the batch before is written: what is not durable yet counts, and counts no more when it
//! is lost.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::Digest;
use holdpoint_domain::evidence::Subject;
use holdpoint_domain::organisation::AddPerson;
use holdpoint_engine::{Answer, EngineError, Outcome, Request};
use holdpoint_ledger::Hash;

use crate::faulty::{Faulty, Plan};
use crate::shop;
use crate::world::{World, actor, person};

/// A world whose store waits to be let go.
struct Slow {
    world: World,
    plan: Arc<Mutex<Plan>>,
}

impl Slow {
    fn new() -> Self {
        let ledger = MemoryLedger::new();
        let store = Faulty::new(ledger.clone());
        let plan = Arc::clone(&store.plan);
        let world = shop::on(World::on(ledger, Box::new(store)), &[]);
        Self { world, plan }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap()
    }

    /// Asks, and comes back when the batch is being written, where it stays.
    fn writing(&self, requests: Vec<Request>) -> Vec<Receiver<Result<Answer, EngineError>>> {
        let before = self.plan().entered;
        self.plan().held = true;
        let asked = self.ask(requests);
        while self.plan().entered == before {
            std::thread::sleep(Duration::from_millis(1));
        }
        asked
    }

    fn ask(&self, requests: Vec<Request>) -> Vec<Receiver<Result<Answer, EngineError>>> {
        let engine = self.world.engine.clone();
        let (senders, receivers): (Vec<_>, Vec<_>) =
            requests.iter().map(|_| sync_channel(1)).unzip();
        std::thread::spawn(move || {
            for (answer, sender) in engine.submit_all(requests).into_iter().zip(senders) {
                let _ = sender.send(answer);
            }
        });
        receivers
    }

    /// Asks for more meanwhile, leaves time for it to be decided, and lets the store go.
    fn then(&self, requests: Vec<Request>) -> Vec<Receiver<Result<Answer, EngineError>>> {
        let asked = self.ask(requests);
        std::thread::sleep(Duration::from_millis(50));
        self.plan().held = false;
        asked
    }
}

fn add(number: u128) -> Request {
    let person = person(number);
    Request::new(actor(1), AddPerson { person })
}

fn heard(asked: Vec<Receiver<Result<Answer, EngineError>>>) -> Vec<Result<Answer, EngineError>> {
    asked.into_iter().map(|one| one.recv().unwrap()).collect()
}

#[test]
fn what_is_being_written_counts_for_the_next_decision() {
    let slow = Slow::new();
    let first = slow.writing(vec![add(20)]);
    let mut again = heard(slow.then(vec![add(20), add(21)])).into_iter();
    let first = heard(first).remove(0).unwrap();
    let Outcome::Refused(refusal) = again.next().unwrap().unwrap().outcome else {
        panic!("the same person was added twice");
    };
    assert_eq!(refusal.code, "person-already-added");
    let next = again.next().unwrap().unwrap();
    assert_eq!(next.positions.start, first.positions.end);
}

#[test]
fn what_was_decided_on_top_of_a_lost_batch_is_decided_again() {
    let slow = Slow::new();
    let size = slow.world.engine.published().size();
    slow.plan().lose = true;
    let lost = slow.writing(vec![add(20)]);
    let others = heard(slow.then(vec![add(20), add(21)]));
    assert!(heard(lost).remove(0).is_err());
    let positions = others
        .into_iter()
        .map(|one| one.unwrap().done().unwrap().positions.start);
    assert_eq!(positions.collect::<Vec<_>>(), [size, size + 1]);
}

#[test]
fn what_was_decided_on_top_of_a_batch_in_doubt_is_decided_on_what_is_read() {
    let slow = Slow::new();
    (slow.plan().lose_the_answer, slow.plan().blind_once) = (true, true);
    let doubtful = slow.writing(vec![add(20)]);
    let mut others = heard(slow.then(vec![add(20), add(21)])).into_iter();
    assert!(heard(doubtful).remove(0).is_err());
    // It was durable, though nobody could be told.
    let refused = others.next().unwrap().unwrap().done().unwrap_err();
    assert_eq!(refused.code, "person-already-added");
    others.next().unwrap().unwrap().done().unwrap();
}

#[test]
fn a_key_that_is_being_written_is_known() {
    let slow = Slow::new();
    let keyed = |number, key: &str| add(number).keyed(key, Hash::of(b"body"));
    let first = slow.writing(vec![keyed(20, "k")]);
    let second = heard(slow.then(vec![keyed(20, "k")])).remove(0).unwrap();
    let first = heard(first).remove(0).unwrap();
    assert!(second.repeated && !first.repeated);
    assert_eq!(first.positions, second.positions);
    assert!(!second.proofs().unwrap().is_empty());
    // A key of a batch that was lost was not used.
    slow.plan().lose = true;
    let lost = slow.writing(vec![keyed(21, "l")]);
    let again = heard(slow.then(vec![keyed(21, "l")])).remove(0).unwrap();
    assert!(heard(lost).remove(0).is_err());
    assert!(!again.repeated);
}

/// Evidence about a hundred digests that no other statement is about.
fn about(statement: u32) -> Request {
    let digest = |part: u32| Digest::of(&(statement * 100 + part).to_be_bytes());
    let mut add = shop::evidence(1, Digest::of(&[0]));
    add.subjects = (0..100)
        .map(|part| Subject {
            name: String::new(),
            digest: digest(part),
        })
        .collect();
    Request::new(actor(3), add)
}

#[test]
fn an_aggregate_that_left_memory_before_it_was_durable_is_folded_with_what_is_being_written() {
    let slow = Slow::new();
    // One batch changes more than stays in memory, so that its first are gone while it is being written.
    let all = || (0..20).map(about).collect();
    let events = |answers: Vec<Result<Answer, EngineError>>| -> usize {
        answers
            .into_iter()
            .map(|one| one.unwrap().events.len())
            .sum()
    };
    let first = slow.writing(all());
    let again = events(heard(slow.then(all())));
    assert_eq!((events(heard(first)), again), (2_000, 0));
}
