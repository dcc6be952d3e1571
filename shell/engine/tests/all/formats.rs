//! Formats of the ledger: it says when older programs can no longer read it, and those stop.

use holdpoint_domain::access::{RecordAbsence, Scope};
use holdpoint_domain::format::{FIRST_FORMAT, KNOWN_FORMAT};
use holdpoint_domain::{Command, Time};
use holdpoint_engine::{Engine, EngineError, Request};
use holdpoint_ports::LedgerStore;
use serde_json::{Value, json};

use crate::faulty::Faulty;
use crate::world::{START, World, actor, person};

/// An absence; one with a scope belongs to the second format.
fn away(scope: Option<Scope>) -> RecordAbsence {
    RecordAbsence {
        person: person(2),
        begins: Time::from_millis(START),
        ends: Time::from_millis(START + 86_400_000),
        scope,
    }
}

fn world() -> World {
    let world = World::new().found();
    world.person(2, "dora", "Dora Developer");
    let role = json!({"person": person(2), "role": "developer", "scope": "organisation"});
    let grant = json!({"command": "access.grant", "arguments": role});
    world.done(1, serde_json::from_value::<Command>(grant).unwrap());
    world
}

/// The raises: their positions, who says so, and to which format.
fn raises(world: &World) -> Vec<(u64, String, u64)> {
    let entries = (0..).zip(world.bytes());
    let raises = entries.filter_map(|(position, bytes)| {
        let entry: Value = serde_json::from_slice(&bytes).unwrap();
        let raised = entry["type"] == "io.holdpoint.ledger.format.raised.v1";
        let said = || {
            (
                entry["actor"].as_str().unwrap().to_owned(),
                entry["data"]["format"].as_u64(),
            )
        };
        raised
            .then(said)
            .map(|(actor, format)| (position, actor, format.unwrap()))
    });
    raises.collect()
}

#[test]
fn the_raise_comes_right_before_the_first_entry_that_needs_it() {
    let mut world = world();
    world.done(2, away(None));
    assert_eq!(raises(&world), []);
    assert_eq!(world.engine.published().state.format(), FIRST_FORMAT);
    let size = world.engine.published().size();
    // In one batch: the raise stands once, and is nobody's answer.
    let request = || Request::new(actor(2), away(Some(Scope::Organisation)));
    let answers = world.engine.submit_all(vec![request(), request()]);
    let answers: Vec<_> = answers
        .into_iter()
        .map(|one| one.unwrap().done().unwrap())
        .collect();
    assert_eq!(raises(&world), [(size, "system".to_owned(), 2)]);
    assert_eq!(answers[0].positions, size + 1..size + 2);
    assert_eq!(answers[0].events.len(), 1);
    assert_eq!(answers[1].positions, size + 2..size + 3);
    let before = world.engine.published().state.clone();
    world.reopen();
    assert!(world.engine.published().state == before);
    assert_eq!(world.engine.published().state.format(), 2);
    world.done(2, away(Some(Scope::Organisation)));
    assert_eq!(raises(&world).len(), 1);
}

#[test]
fn what_is_refused_does_not_raise_the_format() {
    let world = world();
    let nowhere = Scope::Unit("moon".parse().unwrap());
    assert_eq!(world.refused(2, away(Some(nowhere))).code, "scope-unknown");
    assert_eq!(raises(&world), []);
}

/// The store of the same ledger, but that its raise is to a format that is yet to come.
fn from_tomorrow(world: &World, format: u32) -> Box<dyn LedgerStore> {
    let (position, ..) = raises(world)[0];
    let raise = world.bytes()[usize::try_from(position).unwrap()].clone();
    let text = String::from_utf8(raise).unwrap();
    let newer = text.replace("{\"format\":2}", &format!("{{\"format\":{format}}}"));
    let store = Faulty::new(world.ledger.clone());
    store.plan.lock().unwrap().folded = Some((position, newer.into_bytes()));
    Box::new(store)
}

#[test]
fn a_ledger_of_a_newer_format_is_not_opened() {
    let world = world();
    world.done(2, away(Some(Scope::Organisation)));
    let [today, tomorrow] =
        [KNOWN_FORMAT, KNOWN_FORMAT + 1].map(|format| from_tomorrow(&world, format));
    world.engine.close();
    assert!(Engine::open(world.parts(today)).is_ok());
    let error = Engine::open(world.parts(tomorrow)).err().unwrap();
    assert!(
        matches!(
            error,
            EngineError::Format {
                format: 3,
                known: 2
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "the ledger has format 3, and this program knows formats up to 2: use a newer version of it"
    );
}
