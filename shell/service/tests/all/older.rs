//! Ledgers that older programs have written: their entries do not name who said go or no-go, or took a waiver back.

use holdpoint_conformance::{Author, MemoryLedger, entry};
use holdpoint_domain::Actor;
use holdpoint_engine::transfer::{Phase, transfer};
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ports::{LedgerReader, LedgerStore, NewEntry, Visit};
use holdpoint_service::At;
use serde_json::{Value, json};

use crate::world::{ORIGIN, World, signer};

fn quiet(_: Phase, _: u64, _: u64) {}

/// The same entries, as a program wrote them that did not name who decided.
fn older(ledger: &MemoryLedger) -> MemoryLedger {
    let size = ledger.head().unwrap().unwrap().size;
    let mut entries = Vec::new();
    let mut add = |_: u64, bytes: &[u8]| {
        entries.push(unnamed(bytes));
        Visit::Continue(())
    };
    ledger.entries(0..size, &mut add).unwrap();
    let mut batch = Author::new().batch(entries);
    let (size, root) = (batch.head.size, batch.head.root);
    let checkpoint = Checkpoint::new(ORIGIN, size, root).sign(&[&signer()]);
    batch.head.checkpoint = checkpoint.unwrap();
    let mut source = MemoryLedger::new();
    source.append(&batch).unwrap();
    let mut target = MemoryLedger::new();
    transfer(&source, &mut target, &quiet).unwrap();
    target
}

fn unnamed(bytes: &[u8]) -> NewEntry {
    let mut read: Value = serde_json::from_slice(bytes).unwrap();
    let kind = read["type"].as_str().unwrap().to_owned();
    if kind.contains("release.decided") || kind.contains("waiver.revoked") {
        let gone = read["data"].as_object_mut().unwrap().remove("person");
        assert!(gone.is_some(), "{kind} names who decided");
    }
    // Which subject it has is found anew where it is taken over.
    entry(read.to_string().as_bytes(), "none", None)
}

/// Rita has stopped a release, and taken back a waiver of another.
fn decided(world: &World) -> Actor {
    let settings = json!({ "settings": { "retention": { "days": 7 } } });
    let criteria = json!([{ "name": "runbook", "ask": { "readiness": { "item": "runbook" } } }]);
    let lab = json!({ "environment": { "name": "lab", "criteria": criteria } });
    let apply = json!({ "changes": [settings, lab] });
    world
        .ask(&world.admin, "organisation.apply", apply)
        .unwrap();
    let mona = world.hire("mona", "release-manager");
    let rita = world.hire("rita", "release-manager");
    let board = json!({
        "person": { "handle": "rita" }, "role": "board-member", "scope": "organisation"
    });
    world.ask(&world.admin, "access.grant", board).unwrap();
    let digest = format!("sha256:{}", "a".repeat(64));
    let artifact = json!({ "component": "till", "name": "till.tar", "digest": digest });
    for release in ["till-1", "till-2"] {
        let create = json!({ "release": release, "components": ["till"] });
        world.ask(&mona, "release.create", create).unwrap();
        let add = json!({ "release": release, "artifacts": [artifact] });
        world.ask(&mona, "release.add-artifacts", add).unwrap();
        let submit = json!({ "release": release });
        world.ask(&mona, "release.submit", submit).unwrap();
    }
    let no = json!({
        "release": "till-1", "decision": "no-go", "reason": { "plain": "it smells of fish" }
    });
    world.ask(&rita, "release.decide", no).unwrap();
    let waive = json!({
        "release": "till-2", "environment": "lab", "criterion": "runbook",
        "reason": { "plain": "hurry" }, "ends": "2026-01-05T00:00:00Z"
    });
    let asked = world.ask(&mona, "waiver.request", waive).unwrap();
    let back = json!({ "waiver": asked.named("waiver") });
    world.ask(&rita, "waiver.revoke", back).unwrap();
    for release in ["till-1", "till-2"] {
        let cancel = json!({ "release": release });
        world.ask(&mona, "release.cancel", cancel).unwrap();
    }
    rita
}

fn stays(world: &World, at: At) -> (Value, Vec<String>) {
    let asked = json!({ "person": "rita" });
    let answer = world.service.query(&world.admin, "archive.show", asked, at);
    let answer = answer.unwrap();
    let stays = answer["stays"].as_array().unwrap();
    let names = stays
        .iter()
        .map(|one| one["release"].as_str().unwrap().to_owned());
    (answer["decided"].clone(), names.collect())
}

#[test]
fn who_is_not_named_is_found_by_whoever_looks_and_by_whoever_erases() {
    let ledger = MemoryLedger::new();
    let now = World::on(ledger.clone());
    let rita = decided(&now);
    let both = (json!(2), vec!["till-1".to_owned(), "till-2".to_owned()]);
    assert_eq!(stays(&now, At::Now), both);

    let World {
        service,
        admin,
        clock,
        room,
    } = now;
    drop(service);
    let service = room.service(older(&ledger));
    let then = World {
        service,
        admin,
        clock,
        room,
    };
    let named = then
        .service
        .engine()
        .view(At::Now)
        .unwrap()
        .history(&rita.person().unwrap().key(), true, None, usize::MAX)
        .unwrap();
    let decides =
        |event: &str| event.starts_with("release.decided") || event.starts_with("waiver.");
    let mut events = named.entries.iter().map(|entry| entry.fact.event_type());
    assert!(!events.any(decides), "no index finds her");
    assert_eq!(stays(&then, At::Now), both);
    // As of a moment before she decided anything she had decided nothing.
    assert_eq!(stays(&then, At::Position(10)).0, json!(0));
    // What comes later is seen, too.
    let create = json!({ "release": "till-3", "components": ["till"] });
    then.ask(&rita, "release.create", create).unwrap();
    let no = json!({ "release": "till-3", "decision": "no-go" });
    then.ask(&rita, "release.decide", no).unwrap();
    assert_eq!(stays(&then, At::Now).0, json!(3));

    let erase = json!({ "person": { "handle": "rita" } });
    let receipt = then.ask(&then.admin, "person.erase", erase).unwrap();
    let kept = receipt.events[1].data["releases"].as_object().unwrap();
    assert!(
        kept.contains_key("till-1") && kept.contains_key("till-2"),
        "{kept:?}"
    );
    let id = rita.person().unwrap().as_str();
    let texts = then.room.retained(id, "till-1");
    assert!(texts.contains(&"it smells of fish".to_owned()), "{texts:?}");
}
