//! Appends that fail: nothing that was acknowledged is lost, and the tree never forks.

use std::sync::{Arc, Mutex};

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::organisation::AddPerson;
use holdpoint_engine::{At, EngineError};
use holdpoint_ledger::checkpoint::SignedCheckpoint;
use holdpoint_ledger::tree::MemoryTree;
use holdpoint_ledger::{Hash, tree};
use holdpoint_ports::LedgerReader;

use crate::faulty::{Faulty, Plan};
use crate::world::{ORIGIN, World, person};

fn world() -> (World, Arc<Mutex<Plan>>) {
    let ledger = MemoryLedger::new();
    let store = Faulty::new(ledger.clone());
    let plan = Arc::clone(&store.plan);
    (World::on(ledger, Box::new(store)).found(), plan)
}

fn add(number: u128) -> AddPerson {
    let person = person(number);
    AddPerson { person }
}

#[test]
fn an_append_that_kept_nothing_is_answered_with_an_error_and_leaves_no_trace() {
    let (world, plan) = world();
    plan.lock().unwrap().lose = true;
    let failed = world.ask(1, add(2));
    assert!(matches!(failed, Err(EngineError::Store(_))), "{failed:?}");
    assert_eq!(world.engine.published().state.people.len(), 1);
    // The same command is new again.
    world.done(1, add(2));
}

#[test]
fn an_append_whose_answer_was_lost_is_acknowledged_all_the_same() {
    let (world, plan) = world();
    plan.lock().unwrap().lose_the_answer = true;
    let answer = world.done(1, add(2));
    assert_eq!(
        world.ledger.head().unwrap().unwrap().size,
        answer.positions.end
    );
    assert_eq!(world.refused(1, add(2)).code, "person-already-added");
}

#[test]
fn while_the_head_cannot_be_read_nothing_is_decided() {
    let (world, plan) = world();
    {
        let mut plan = plan.lock().unwrap();
        (plan.lose_the_answer, plan.blind) = (true, true);
    }
    assert!(world.ask(1, add(2)).is_err());
    assert!(world.ask(1, add(3)).is_err());
    // Readers still see the last state that was known to be durable.
    assert_eq!(world.engine.view(At::Now).unwrap().size(), 3);
    plan.lock().unwrap().blind = false;
    // The first was durable, though nobody could be told.
    assert_eq!(world.refused(1, add(2)).code, "person-already-added");
    assert_eq!(world.engine.published().size(), 4);
    world.done(1, add(3));
}

#[test]
fn somebody_else_appending_is_noticed_and_read() {
    let (world, _) = world();
    // Another engine on the same ledger, which no store that locks would let happen.
    let other = World::on(world.ledger.clone(), Box::new(world.ledger.clone()));
    other.done(1, add(2));
    assert!(matches!(world.ask(1, add(3)), Err(EngineError::Store(_))));
    assert_eq!(world.refused(1, add(2)).code, "person-already-added");
    world.done(1, add(3));
}

#[test]
fn who_cannot_read_or_was_deposed_is_not_ready() {
    let (world, plan) = world();
    assert!(world.engine.ready().is_ok());
    plan.lock().unwrap().blind = true;
    assert!(world.engine.ready().is_err());
    plan.lock().unwrap().blind = false;
    assert!(world.engine.ready().is_ok());
    plan.lock().unwrap().deposed = true;
    let deposed = |error: EngineError| {
        let said = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(said, "another process has taken over writing to the ledger");
    };
    deposed(world.ask(1, add(2)).unwrap_err());
    deposed(world.engine.ready().unwrap_err());
    // Questions are answered as before.
    assert_eq!(world.engine.view(At::Now).unwrap().size(), 3);
}

#[test]
fn whatever_fails_every_acknowledged_checkpoint_is_one_of_a_single_tree() {
    let (world, plan) = world();
    let mut acknowledged = Vec::new();
    for number in 2..200u128 {
        {
            let mut plan = plan.lock().unwrap();
            plan.lose = number % 3 == 0;
            plan.lose_the_answer = number % 5 == 0;
            plan.blind = number % 7 == 0 && plan.lose_the_answer;
        }
        if let Ok(answer) = world.ask(1, add(number)) {
            acknowledged.push((number, answer));
        }
        plan.lock().unwrap().blind = false;
    }
    assert!(acknowledged.len() > 100);
    let verifier = world.engine.key().verifier().unwrap();
    let mut whole = MemoryTree::default();
    for bytes in world.bytes() {
        whole.append(Hash::leaf(&bytes));
    }
    for (number, answer) in acknowledged {
        let signed = SignedCheckpoint::open(&answer.checkpoint, ORIGIN, &[&*verifier]).unwrap();
        let (size, root) = (signed.checkpoint.size, signed.checkpoint.root);
        assert_eq!(
            tree::root_of(&whole, size).unwrap(),
            root,
            "person {number}"
        );
        assert!(
            world
                .engine
                .published()
                .state
                .people
                .contains_key(&person(number))
        );
    }
}
