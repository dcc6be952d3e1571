//! On a real disk: many callers at once, a restart, and nothing is missing.

use std::collections::BTreeSet;
use std::time::Duration;

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::organisation::AddPerson;
use holdpoint_engine::{At, Engine, Request, audit};
use holdpoint_ledger::Hash;
use holdpoint_sqlite::SqliteLedger;

use crate::world::{World, actor, person};

#[test]
fn many_callers_at_once_are_all_answered_and_still_there_after_a_restart() {
    let room = tempfile::tempdir().unwrap();
    let store = || Box::new(SqliteLedger::open(room.path()).unwrap());
    let mut world = World::on(MemoryLedger::new(), store()).found();
    let engine = &world.engine;
    let caller = |number: u128| {
        let ask = |one: u128| {
            let command = AddPerson {
                person: person(100 * (number + 1) + one),
            };
            let key = format!("{number}-{one}");
            let request = Request::new(actor(1), command).keyed(key, Hash::empty());
            // Each is asked for twice, as a client does that lost the answer.
            let answer = engine.submit(request.clone()).unwrap();
            let again = engine.submit(request).unwrap();
            assert!(answer.accepted() && again.repeated);
            assert_eq!(answer.positions, again.positions);
            engine
                .wait_for(answer.positions.start, Duration::ZERO)
                .unwrap();
            answer.positions.start
        };
        (0..10).map(ask).collect::<Vec<_>>()
    };
    let positions: BTreeSet<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || caller(n))).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(positions, (3..83).collect());
    let head = world.engine.published().head.clone();
    world.engine.close();

    world.engine = Engine::open(world.parts(store())).unwrap();
    assert_eq!(world.engine.published().head, head);
    let people = world
        .engine
        .view(At::Now)
        .unwrap()
        .ask(|state| Ok(state.people.len()));
    assert_eq!(people.unwrap(), 81);
    assert!(
        audit::verify(&world.engine, &audit::Trust::default(), &|_, _| ())
            .unwrap()
            .sound
    );
}
