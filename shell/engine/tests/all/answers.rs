//! Commands and their answers.

use std::time::Duration;

use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::{AddPerson, Unit};
use holdpoint_engine::{CLOCK_TOLERANCE_MS, EngineError, Outcome, Request};
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::SignedCheckpoint;
use holdpoint_ledger::tree::verify_inclusion;
use holdpoint_ports::LedgerReader;

use crate::world::{ORIGIN, START, World, actor, found, person};

pub fn unit(name: &str, title: &str) -> Apply {
    let unit = Unit {
        name: name.parse().unwrap(),
        title: title.into(),
        parent: None,
        calendar: None,
    };
    let changes = vec![Change::Unit(unit)];
    Apply {
        changes,
        ..Apply::default()
    }
}

#[test]
fn an_answer_carries_proofs_under_a_signed_checkpoint() {
    let world = World::new().found();
    for number in 2..300 {
        let answer = world.done(
            1,
            AddPerson {
                person: person(number),
            },
        );
        assert_eq!(answer.events.len(), 1);
        let verifier = world.engine.key().verifier().unwrap();
        let signed = SignedCheckpoint::open(&answer.checkpoint, ORIGIN, &[&*verifier]).unwrap();
        let bytes = world.engine.entry(answer.positions.start).unwrap().unwrap();
        for proof in answer.proofs().unwrap() {
            let (size, root) = (signed.checkpoint.size, signed.checkpoint.root);
            assert_eq!(proof.size, size);
            let leaf = Hash::leaf(&bytes);
            verify_inclusion(proof.position, size, &leaf, &proof.hashes, &root).unwrap();
            // The stored tree gives the same proof.
            let (stored, checkpoint) = world.engine.proof(proof.position).unwrap();
            assert_eq!((stored, &*checkpoint), (proof, &*answer.checkpoint));
        }
    }
}

#[test]
fn a_refusal_leaves_nothing() {
    let world = World::new().found();
    let size = world.engine.published().size();
    let refusal = world.refused(1, found());
    assert_eq!(refusal.code, "organisation-already-founded");
    assert_eq!(world.refused(9, unit("x", "")).code, "not-a-member");
    assert_eq!(world.engine.published().size(), size);
}

#[test]
fn a_key_is_answered_once() {
    let world = World::new().found();
    let add = |number| {
        let request = Request::new(
            actor(1),
            AddPerson {
                person: person(number),
            },
        );
        request.keyed("once", Hash::of(&[number as u8]))
    };
    let first = world.engine.submit(add(2)).unwrap();
    world.done(1, AddPerson { person: person(3) });
    let again = world.engine.submit(add(2)).unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!(
        (&again.positions, &again.events),
        (&first.positions, &first.events)
    );
    let verifier = world.engine.key().verifier().unwrap();
    let signed = SignedCheckpoint::open(&again.checkpoint, ORIGIN, &[&*verifier]).unwrap();
    let proof = again.proofs().unwrap().remove(0);
    let bytes = world.engine.entry(proof.position).unwrap().unwrap();
    let (size, root) = (signed.checkpoint.size, signed.checkpoint.root);
    verify_inclusion(
        proof.position,
        size,
        &Hash::leaf(&bytes),
        &proof.hashes,
        &root,
    )
    .unwrap();

    let other = world.engine.submit(add(4)).unwrap();
    let Outcome::Refused(refusal) = other.outcome else {
        panic!("another body under the same key");
    };
    assert_eq!(refusal.code, "idempotency-key-reused");
    assert!(refusal.message.contains("`once`"), "{refusal}");

    // Another actor's key is another key.
    let theirs = Request::new(actor(2), AddPerson { person: person(5) });
    let theirs = world
        .engine
        .submit(theirs.keyed("once", Hash::empty()))
        .unwrap();
    assert!(!theirs.accepted() && !theirs.repeated);
}

#[test]
fn a_key_is_forgotten_after_thirty_days() {
    let world = World::new().found();
    let add = |number, body: &[u8]| {
        let request = Request::new(
            actor(1),
            AddPerson {
                person: person(number),
            },
        );
        world
            .engine
            .submit(request.keyed("k", Hash::of(body)))
            .unwrap()
    };
    add(2, b"a");
    world.clock.advance(30 * 24 * 3_600_000 - 1);
    assert!(add(2, b"a").repeated);
    world.clock.advance(1);
    assert!(add(3, b"b").accepted());
    // The first key was written over, and nothing of it is left a month later.
    world.clock.advance(31 * 24 * 3_600_000);
    world.done(1, AddPerson { person: person(4) });
    world.engine.close();
    assert_eq!(
        world
            .ledger
            .idempotency(&actor(1).to_string(), "k")
            .unwrap(),
        None
    );
}

#[test]
fn a_batch_answers_each_command_as_if_alone() {
    let world = World::new().found();
    let request = |number: u128| {
        Request::new(
            actor(1),
            AddPerson {
                person: person(number),
            },
        )
    };
    let requests = vec![request(2), request(2), request(3).keyed("k", Hash::empty())];
    let requests = [requests, vec![request(3).keyed("k", Hash::empty())]].concat();
    let answers = world.engine.submit_all(requests);
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert!(answers[0].accepted() && answers[2].accepted());
    assert!(
        matches!(&answers[1].outcome, Outcome::Refused(known) if known.code == "person-already-added")
    );
    assert!(answers[3].repeated);
    assert_eq!(answers[3].positions, answers[2].positions);
}

#[test]
fn entry_time_never_decreases_and_a_clock_far_behind_stops_appends() {
    let world = World::new().found();
    world.clock.set(START - CLOCK_TOLERANCE_MS);
    let answer = world.done(1, AddPerson { person: person(2) });
    assert_eq!(answer.events[0].meta.time.millis(), START);
    world.clock.set(START - CLOCK_TOLERANCE_MS - 1);
    let behind = world.ask(1, AddPerson { person: person(3) });
    let Err(error @ EngineError::ClockBehind { behind_ms: 30_001 }) = behind else {
        panic!("{behind:?}");
    };
    assert!(error.to_string().contains("set the clock right"), "{error}");
    world.clock.set(START + 5);
    let answer = world.done(1, AddPerson { person: person(3) });
    assert_eq!(answer.events[0].meta.time.millis(), START + 5);
}

#[test]
fn a_reader_waits_for_a_position() {
    let world = World::new().found();
    let size = world.engine.published().size();
    let soon = Duration::from_millis(20);
    assert!(world.engine.wait_for(size - 1, soon).is_ok());
    let not_yet = world.engine.wait_for(size, soon);
    assert!(matches!(not_yet, Err(EngineError::NotYet { .. })));
    let engine = world.engine.clone();
    let waiting = std::thread::spawn(move || engine.wait_for(size, Duration::from_secs(20)));
    world.done(1, AddPerson { person: person(2) });
    assert!(waiting.join().unwrap().is_ok());
}

#[test]
fn a_closed_engine_says_so_and_opens_again_as_it_was() {
    let mut world = World::new().found();
    world.done(1, unit("payments", "Payments"));
    let before = world.engine.published().head.clone();
    world.engine.close();
    let closed = world.ask(1, found());
    assert!(matches!(closed, Err(EngineError::Closed)));
    world.reopen();
    let after = world.engine.published();
    assert_eq!(after.head, before);
    assert_eq!(after.state.units.len(), 1);
}

#[test]
fn a_head_of_another_key_is_not_trusted() {
    let world = World::new().found();
    world.engine.close();
    let mut parts = world.parts(Box::new(world.ledger.clone()));
    let other = holdpoint_ledger::note::Ed25519Signer::from_seed(ORIGIN, &[8; 32]).unwrap();
    (parts.signer, parts.key) = holdpoint_engine::signing(other);
    let Err(error) = holdpoint_engine::Engine::open(parts) else {
        panic!("it opened");
    };
    assert!(matches!(error, EngineError::Head { .. }), "{error}");
}
