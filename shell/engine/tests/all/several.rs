//! Several engines on one ledger: one decides, the others follow, pass on, and take over.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_conformance::MemoryLedger;
use holdpoint_domain::organisation::AddPerson;
use holdpoint_engine::{EngineError, Request, transfer};
use holdpoint_ledger::Hash;
use holdpoint_ports::{LedgerStore as _, WitnessedStore as _};

use crate::shop;
use crate::table::{Kept, Table, until};
use crate::world::{World, actor, person};

/// A table whose ledger has an organisation, and the world that its engines are in.
fn table() -> (World, Table) {
    let world = shop::world(&[]);
    world.engine.close();
    let table = Table::of(world.ledger.clone());
    (world, table)
}

fn add(number: u128) -> Request {
    let person = person(number);
    let command = AddPerson { person };
    Request::new(actor(1), command).keyed(format!("key {number}"), Hash::empty())
}

#[test]
fn a_command_is_decided_by_whoever_sits_and_answered_where_it_was_asked() {
    let (world, table) = table();
    let first = table.join(&world, "first");
    until("it decides", || first.decides() == Some(1));
    let second = table.join(&world, "second");
    assert_eq!(second.decides(), None);
    let before = first.published().size();
    let answer = second.submit(add(50)).unwrap().done().unwrap();
    assert_eq!(answer.positions, before..before + 1);
    assert_eq!(
        second.published().size(),
        before + 1,
        "it sees its own writes"
    );
    let again = first.submit(add(50)).unwrap();
    assert!(again.repeated);
    assert_eq!(again.events, answer.events);
    assert_eq!(answer.proofs().unwrap().len(), 1);
    let checkpoint = answer.checkpoint.to_vec();
    assert_eq!(Some(checkpoint), first.checkpoint(), "of the same tree");

    // Without a key nobody is told that it was repeated, and it is done once.
    let plain = Request::new(actor(1), AddPerson { person: person(51) });
    let done = second.submit(plain.clone()).unwrap().done().unwrap();
    assert!(!done.repeated && done.events.len() == 1);
    let refused = second.submit(plain).unwrap();
    let here = first.submit(add(51)).unwrap();
    assert_eq!(refused.outcome, here.outcome, "said in the same words");
    assert_eq!(second.fleet().unwrap().passed, 3);
    table.close();
}

#[test]
fn whoever_was_deposed_passes_on_what_it_is_asked() {
    let (world, table) = table();
    let first = table.join(&world, "first");
    until("it decides", || first.decides().is_some());
    let second = table.join(&world, "second");
    // As if it had stood still: another one sits down, and it does not know yet.
    table.seat(None);
    until("the other decides", || {
        second.decides().is_some() || first.decides() == Some(2)
    });
    let answer = first.submit(add(60)).unwrap().done().unwrap();
    assert_eq!(answer.events.len(), 1);
    until("one decides", || {
        first.decides().is_some() != second.decides().is_some()
    });
    let both = [&first, &second].map(|engine| engine.submit(add(60)).unwrap());
    assert!(
        both.iter()
            .all(|one| one.repeated && one.positions == answer.positions)
    );
    first.ready().unwrap();
    second.ready().unwrap();
    table.close();
}

#[test]
fn nothing_is_signed_on_top_of_less_than_was_signed_before() {
    let (world, table) = table();
    let first = table.join(&world, "first");
    until("it decides", || first.decides().is_some());
    first.submit(add(70)).unwrap().done().unwrap();

    // A replica that had not got the newest entry is promoted.
    let lagging = Table::of(MemoryLedger::new());
    let reader = world.ledger.reader().unwrap();
    let world2 = shop::world(&[]);
    world2.engine.close();
    transfer::transfer(
        &*world2.ledger.reader().unwrap(),
        &mut lagging.ledger.clone(),
        &|_, _, _| (),
    )
    .unwrap();
    let short = lagging.ledger.reader().unwrap().head().unwrap().unwrap();
    let whole = reader.head().unwrap().unwrap();
    assert_eq!(short.size + 1, whole.size, "one entry is missing");

    // What another server has seen counts while it is reached, what this one has seen always does.
    let kept = Arc::new(Kept::default());
    kept.keep(&whole.checkpoint).unwrap();
    for (name, signed) in [("peer", Arc::default()), ("own", kept)] {
        if name == "peer" {
            lagging.reach("first", &first);
        } else {
            lagging.forget();
        }
        let engine = lagging.try_to_join(&world, name, signed).unwrap();
        let gone = |error: EngineError| error.to_string().contains("entries are gone");
        until("it says why", || engine.ready().is_err_and(gone));
        assert_eq!(engine.decides(), None, "{name}");
        engine.close();
        let head = lagging.ledger.reader().unwrap().head().unwrap().unwrap();
        assert_eq!(head, short, "{name}: nothing was appended");
    }
    // Nobody reached has more: it goes on.
    let engine = lagging
        .try_to_join(&world, "alone", Arc::default())
        .unwrap();
    until("it decides", || engine.decides().is_some());
    engine.close();
    table.close();
}

#[test]
fn a_command_waits_for_somebody_to_decide_but_not_for_ever() {
    let (world, table) = table();
    table.seat(Some("nobody who is reached"));
    let engine = table.join(&world, "waiting");
    let error = engine.submit(add(80)).unwrap_err();
    assert!(
        matches!(error, EngineError::NobodyDecides { .. }),
        "{error}"
    );
    let (sender, receiver) = std::sync::mpsc::channel();
    engine.submit_with(add(80), move |answer| sender.send(answer).unwrap());
    std::thread::sleep(Duration::from_millis(300));
    table.seat(None);
    let answer = receiver.recv().unwrap().unwrap();
    assert!(answer.accepted() && !answer.repeated);
    table.close();
}
