//! Erasing a person.

use serde_json::{Value, json};

use holdpoint_domain::Actor;
use holdpoint_service::At;

use crate::world::World;

#[test]
fn nothing_of_an_erased_person_can_be_read() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let create = json!({
        "release": "till-1", "components": ["till"], "title": { "plain": "Rita's own words" }
    });
    world.ask(&rita, "release.create", create).unwrap();
    let id = rita.person().unwrap().to_string();

    let erase = json!({ "person": { "handle": "rita" }, "reason": { "plain": "she asked" } });
    world.ask(&world.admin, "person.erase", erase).unwrap();

    let shown = world
        .query("release.show", json!({ "release": "till-1" }))
        .unwrap();
    assert_eq!(shown["title"], "(erased)");
    assert_eq!(shown["creator"]["person"], json!({ "id": id }));
    let person = world.query("person.show", json!({ "person": id })).unwrap();
    assert!(
        person["handle"].is_null() && person["mail"].is_null(),
        "{person}"
    );
    assert!(person["erased"].is_string(), "{person}");
    assert!(
        world
            .query("person.show", json!({ "person": "rita" }))
            .is_err()
    );
}

const DAY: i64 = 24 * 3_600_000;

/// An organisation that keeps for a week who rejected what and why, and a release that olga has rejected.
fn rejected() -> (World, Actor) {
    let world = World::new();
    let settings = json!({ "settings": { "retention": { "days": 7 } } });
    let apply = json!({ "changes": [settings] });
    world
        .ask(&world.admin, "organisation.apply", apply)
        .unwrap();
    let rita = world.hire("rita", "release-manager");
    let olga = world.hire("olga", "component-owner");
    let create = json!({ "release": "till-1", "components": ["till"] });
    world.ask(&rita, "release.create", create).unwrap();
    let artifact = json!({ "component": "till", "name": "till.tar", "digest": format!("sha256:{}", "a".repeat(64)) });
    let add = json!({ "release": "till-1", "artifacts": [artifact] });
    world.ask(&rita, "release.add-artifacts", add).unwrap();
    let submit = json!({ "release": "till-1" });
    world.ask(&rita, "release.submit", submit.clone()).unwrap();
    let say = json!({
        "release": "till-1", "say": "reject", "role": "component-owner",
        "comment": { "plain": "it smells of fish" }
    });
    world.ask(&olga, "approval.decide", say).unwrap();
    world.ask(&rita, "release.cancel", submit).unwrap();
    (world, olga)
}

/// What somebody reads about the decisions on the release.
fn read(world: &World, who: &Actor) -> String {
    let arguments = json!({ "release": "till-1" });
    let answer = world
        .service
        .query(who, "release.show", arguments, At::Now)
        .unwrap();
    answer["approvals"].to_string()
}

fn auditor(world: &World) -> Actor {
    let new = json!({ "handle": "paul", "name": "paul" });
    let added = json!({ "person": { "new-person": new } });
    let receipt = world.ask(&world.admin, "person.add", added).unwrap();
    let grant = json!({
        "person": { "handle": "paul" }, "role": "auditor", "scope": "organisation",
        "expires": "2027-01-01T00:00:00Z"
    });
    world.ask(&world.admin, "access.grant", grant).unwrap();
    Actor::Person(receipt.named("person").unwrap().parse().unwrap())
}

fn erase(world: &World, extra: Value) -> holdpoint_service::Receipt {
    let mut erase = json!({ "person": { "handle": "olga" } });
    erase
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    world.ask(&world.admin, "person.erase", erase).unwrap()
}

#[test]
fn what_has_to_stay_is_read_by_auditors_only_and_goes_when_its_time_comes() {
    let (world, olga) = rejected();
    let paul = auditor(&world);
    let id = olga.person().unwrap().to_string();
    assert!(read(&world, &world.admin).contains("fish"));

    // What somebody says that she decided does not count.
    let receipt = erase(&world, json!({ "decided": ["till-9"] }));
    let kept = &receipt.events[1].data["releases"];
    assert_eq!(kept.as_object().unwrap().len(), 1, "{kept}");
    assert_eq!(kept["till-1"]["class"], "default");

    assert!(world.service.vault().profile(&id).unwrap().is_none());
    let everybody = read(&world, &world.admin);
    assert!(
        !everybody.contains("fish") && !everybody.contains("olga"),
        "{everybody}"
    );
    assert!(everybody.contains("(erased)"), "{everybody}");
    let audited = read(&world, &paul);
    assert!(
        audited.contains("fish") && audited.contains("olga"),
        "{audited}"
    );
    let person = world.query("person.show", json!({ "person": id })).unwrap();
    assert_eq!(person["retained"][0]["release"], "till-1", "{person}");

    assert_eq!(world.service.tidy_vault().unwrap(), 0);
    world.clock.advance(6 * DAY);
    let hold = json!({ "scope": { "release": "till-1" }, "reason": { "plain": "a lawsuit" } });
    let placed = world.ask(&world.admin, "archive.hold", hold).unwrap();
    world.clock.advance(30 * DAY);
    let archive = world.query("archive.list", json!({})).unwrap();
    assert_eq!(archive["holds"][0]["reason"], "a lawsuit", "{archive}");
    assert_eq!(archive["retained"][0]["holds"].as_array().unwrap().len(), 1);
    assert!(read(&world, &paul).contains("fish"));

    let lift = json!({ "hold": placed.named("hold"), "reason": { "plain": "settled" } });
    world.ask(&world.admin, "archive.lift", lift).unwrap();
    // As the reactor does when the ledger says that it is due.
    let forget = holdpoint_domain::Command::from(holdpoint_domain::retention::ForgetPerson {
        person: olga.person().unwrap().clone(),
    });
    let request = holdpoint_engine::Request::new(Actor::System, forget);
    world.service.engine().submit(request).unwrap();
    assert_eq!(world.service.tidy_vault().unwrap(), 1);
    let audited = read(&world, &paul);
    assert!(
        !audited.contains("fish") && !audited.contains("olga"),
        "{audited}"
    );
    let archive = world.query("archive.list", json!({})).unwrap();
    assert_eq!(archive, json!({ "holds": [], "retained": [] }));
}

#[test]
fn what_a_crash_kept_from_the_vault_is_done_later() {
    let (world, olga) = rejected();
    let paul = auditor(&world);
    // The ledger says so, and the vault was not reached.
    let command = holdpoint_domain::organisation::ErasePerson {
        person: olga.person().unwrap().clone(),
        reason: None,
        decided: ["till-1".parse().unwrap()].into(),
    };
    let request = holdpoint_engine::Request::new(world.admin.clone(), command);
    world.service.engine().submit(request).unwrap();
    let id = olga.person().unwrap().to_string();
    assert!(world.service.vault().profile(&id).unwrap().is_some());
    assert_eq!(world.service.tidy_vault().unwrap(), 1);
    assert!(world.service.vault().profile(&id).unwrap().is_none());
    assert!(read(&world, &paul).contains("fish"));
    assert_eq!(world.service.tidy_vault().unwrap(), 0);
}
