//! Deciding goes on while the batch before is written: what is not durable yet counts, and counts no more when it
//! is lost.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::evidence::Subject;
use holdpoint_domain::organisation::AddPerson;
use holdpoint_domain::{Command, Digest};
use holdpoint_engine::{Answer, EngineError, Outcome, Request};
use holdpoint_ledger::Hash;

use crate::faulty::{Faulty, Plan};
use crate::shop;
use crate::world::{World, actor, person};

/// Long enough for the next command to be decided before an append ends.
const SLOW: Duration = Duration::from_millis(60);

fn slow() -> (World, Arc<Mutex<Plan>>) {
    let ledger = MemoryLedger::new();
    let store = Faulty::new(ledger.clone());
    let plan = Arc::clone(&store.plan);
    let world = shop::on(World::on(ledger, Box::new(store)), &[]);
    plan.lock().unwrap().slow = SLOW;
    (world, plan)
}

fn add(number: u128) -> Request {
    let person = person(number);
    Request::new(actor(1), AddPerson { person })
}

/// Asks, and leaves the engine time to begin.
fn begin(world: &World, request: Request) -> Receiver<Result<Answer, EngineError>> {
    let (sender, receiver) = channel();
    world.engine.submit_with(request, move |answer| {
        let _ = sender.send(answer);
    });
    std::thread::sleep(SLOW / 4);
    receiver
}

#[test]
fn what_is_being_written_counts_for_the_next_decision() {
    let (world, _) = slow();
    let first = begin(&world, add(20));
    let again = begin(&world, add(20));
    let first = first.recv().unwrap().unwrap();
    let Outcome::Refused(refusal) = again.recv().unwrap().unwrap().outcome else {
        panic!("the same person was added twice");
    };
    assert_eq!(refusal.code, "person-already-added");
    let next = world.engine.submit(add(21)).unwrap();
    assert_eq!(next.positions.start, first.positions.end);
}

#[test]
fn what_was_decided_on_top_of_a_lost_batch_is_decided_again() {
    for lose_the_answer in [false, true] {
        let (world, plan) = slow();
        let size = world.engine.published().size();
        {
            let mut plan = plan.lock().unwrap();
            (plan.lose, plan.lose_the_answer) = (!lose_the_answer, lose_the_answer);
            // Then nobody can know, and everything is read again.
            plan.blind = lose_the_answer;
        }
        let lost = begin(&world, add(20));
        let others: Vec<_> = [20, 21].map(|number| begin(&world, add(number))).into();
        assert!(lost.recv().unwrap().is_err());
        plan.lock().unwrap().blind = false;
        let mut others = others.into_iter().map(|one| one.recv().unwrap());
        if !lose_the_answer {
            let same = others.next().unwrap().unwrap().done().unwrap();
            assert_eq!(same.positions.start, size);
            let next = others.next().unwrap().unwrap().done().unwrap();
            assert_eq!(next.positions.start, size + 1);
        }
        // Whatever was answered with an error or refused, the ledger is as if one at a time had been asked.
        let known = |number| {
            let state = &world.engine.published().state;
            state.people.contains_key(&person(number))
        };
        world.engine.submit(add(22)).unwrap().done().unwrap();
        assert!(known(20) && known(22));
    }
}

#[test]
fn a_key_that_is_being_written_is_known() {
    let (world, plan) = slow();
    let keyed = |number| add(number).keyed("k", Hash::of(b"body"));
    let first = begin(&world, keyed(20));
    let second = begin(&world, keyed(20));
    let (first, second) = (
        first.recv().unwrap().unwrap(),
        second.recv().unwrap().unwrap(),
    );
    assert!(second.repeated && !first.repeated);
    assert_eq!(first.positions, second.positions);
    assert!(!second.proofs().unwrap().is_empty());
    // A key of a batch that was lost was not used.
    plan.lock().unwrap().lose = true;
    let lost = begin(&world, add(21).keyed("l", Hash::of(b"body")));
    let again = begin(&world, add(21).keyed("l", Hash::of(b"body")));
    assert!(lost.recv().unwrap().is_err());
    assert!(!again.recv().unwrap().unwrap().repeated);
}

#[test]
fn an_aggregate_that_left_memory_before_it_was_durable_is_folded_with_what_is_being_written() {
    let (world, _) = slow();
    // One batch changes more than stays in memory, so that its first are gone while it is being written.
    let about = |statement: u32| -> Command {
        let mut add = shop::evidence(1, Digest::of(&[0]));
        let digest = |part: u32| Digest::of(&(statement * 100 + part).to_be_bytes());
        add.subjects = (0..100)
            .map(|part| Subject {
                name: String::new(),
                digest: digest(part),
            })
            .collect();
        add.into()
    };
    let ask = || {
        let requests = (0..20).map(|statement| Request::new(actor(3), about(statement)));
        let answers = world.engine.submit_all(requests.collect());
        let events = answers.into_iter().map(|one| one.unwrap().events.len());
        events.sum::<usize>()
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(ask);
        std::thread::sleep(SLOW / 2);
        let again = scope.spawn(ask);
        assert_eq!((first.join().unwrap(), again.join().unwrap()), (2_000, 0));
    });
}
