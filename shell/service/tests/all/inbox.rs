//! What needs somebody is worked out from what the ledger says; what they have seen is theirs alone.

use holdpoint_domain::Actor;
use holdpoint_service::{At, PersonalRequest, SavedView, Seen, ServiceError, Settings};
use serde_json::{Value, json};

use crate::world::World;

const HOUR: i64 = 3_600_000;

fn inbox(world: &World, who: &Actor) -> Value {
    asked(world, who, json!({}))
}

fn asked(world: &World, who: &Actor, arguments: Value) -> Value {
    world
        .service
        .query(who, "inbox.show", arguments, At::Now)
        .unwrap()
}

/// Kinds and subjects of what is in an inbox.
fn kinds(inbox: &Value) -> Vec<String> {
    let items = inbox["items"].as_array().unwrap().iter();
    let mut kinds: Vec<_> = items
        .map(|item| {
            format!(
                "{} {}",
                item["kind"].as_str().unwrap(),
                item["subject"].as_str().unwrap()
            )
        })
        .collect();
    kinds.sort();
    kinds
}

fn mark(world: &World, who: &Actor, item: &Value, seen: Seen) {
    let items = vec![item["id"].as_str().unwrap().to_owned()];
    world
        .service
        .personal(who, &PersonalRequest::Mark { items, seen })
        .unwrap();
}

/// A shop whose releases need an owner, evidence and a runbook on their way to production.
fn shop() -> World {
    let world = World::new();
    let changes = json!([
        { "environment": { "name": "test", "steps": [{ "name": "go", "command": ["go"] }] } },
        { "environment": { "name": "production", "after": "test", "protected": true, "criteria": [
            { "name": "owner", "ask": { "approvals": { "role": "component-owner", "quorum": 1 } } },
            { "name": "tests", "ask": { "evidence": { "predicate": "test-result" } } },
            { "name": "runbook", "ask": { "readiness": { "item": "the runbook is current" } } }
        ] } }
    ]);
    world
        .ask(
            &world.admin,
            "organisation.apply",
            json!({ "changes": changes }),
        )
        .unwrap();
    world
}

/// A release that Rita has put together and submitted.
fn submitted(world: &World, rita: &Actor) {
    let create = json!({ "release": "till-1", "components": ["till"] });
    world.ask(rita, "release.create", create).unwrap();
    let digest = format!("sha256:{}", "ab".repeat(32));
    let artifact = json!({ "name": "till.tar", "component": "till", "version": "1", "digest": digest,
        "size": 1, "kind": "file" });
    let add = json!({ "release": "till-1", "artifacts": [artifact] });
    world.ask(rita, "release.add-artifacts", add).unwrap();
    world.clock.advance(HOUR);
    world
        .ask(rita, "release.submit", json!({ "release": "till-1" }))
        .unwrap();
    world.clock.advance(2 * HOUR);
}

#[test]
fn everybody_finds_what_only_they_could_give() {
    let world = shop();
    let (rita, olga, sam) = (
        world.hire("rita", "release-manager"),
        world.hire("olga", "component-owner"),
        world.hire("sam", "sre"),
    );
    submitted(&world, &rita);
    let of_olga = inbox(&world, &olga);
    assert_eq!(
        kinds(&of_olga),
        ["approval release/till-1", "readiness release/till-1"]
    );
    let approval = of_olga["items"].as_array().unwrap();
    let approval = approval
        .iter()
        .find(|item| item["kind"] == "approval")
        .unwrap();
    assert_eq!(
        approval["details"],
        json!({ "role": "component-owner", "environments": "production" })
    );
    assert_eq!(
        (&approval["age_seconds"], &approval["link"]),
        (&json!(7200), &json!("/releases/till-1"))
    );
    assert_eq!(kinds(&inbox(&world, &sam)), ["readiness release/till-1"]);
    // Rita has made it: she may not approve it, but could confirm the runbook; her release waits for tests.
    assert_eq!(
        kinds(&inbox(&world, &rita)),
        ["readiness release/till-1", "release-held release/till-1"]
    );
    assert_eq!(kinds(&inbox(&world, &world.admin)), Vec::<String>::new());

    let approve = json!({ "release": "till-1", "say": "approve", "role": "component-owner" });
    world.ask(&olga, "approval.decide", approve).unwrap();
    assert_eq!(kinds(&inbox(&world, &olga)), ["readiness release/till-1"]);
    let confirm = json!({ "release": "till-1", "item": "the runbook is current" });
    world.ask(&sam, "readiness.confirm", confirm).unwrap();
    assert_eq!(kinds(&inbox(&world, &olga)), Vec::<String>::new());
    assert_eq!(kinds(&inbox(&world, &sam)), Vec::<String>::new());
}

#[test]
fn who_stands_in_finds_what_the_absent_would() {
    let world = shop();
    let (rita, olga) = (
        world.hire("rita", "release-manager"),
        world.hire("olga", "component-owner"),
    );
    let sue = world.hire("sue", "business-owner");
    submitted(&world, &rita);
    let before = kinds(&inbox(&world, &sue));
    let lend = json!({ "from": { "me": true }, "to": { "handle": "sue" }, "ends": "2026-01-08T00:00:00Z" });
    world.ask(&olga, "access.delegate", lend).unwrap();
    let after = inbox(&world, &sue);
    assert_eq!(before, ["readiness release/till-1"]);
    assert_eq!(
        kinds(&after),
        ["approval release/till-1", "readiness release/till-1"]
    );
    let approval = after["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["kind"] == "approval");
    assert_eq!(approval.unwrap()["details"]["on_behalf_of"], "olga");
}

#[test]
fn a_release_that_was_stopped_and_a_step_that_is_lost_need_somebody() {
    let world = shop();
    let (rita, dan) = (
        world.hire("rita", "release-manager"),
        world.hire("dan", "deployer"),
    );
    submitted(&world, &rita);
    let deploy = json!({ "release": "till-1", "environment": "test" });
    let receipt = world.ask(&dan, "deployment.deploy", deploy).unwrap();
    let deployment = receipt.events[1].data["deployment"].clone();
    let step = receipt
        .events
        .iter()
        .find(|event| event.event == "deployment.step-requested.v1");
    let lose = json!({ "deployment": deployment, "intent": step.unwrap().position });
    world
        .ask(&Actor::System, "deployment.lose-step", lose)
        .unwrap();
    let lost = format!("step-lost deployment/{}", deployment.as_str().unwrap());
    assert!(kinds(&inbox(&world, &dan)).contains(&lost));
    let resolve = json!({ "deployment": deployment, "succeeded": false });
    world.ask(&dan, "deployment.resolve-step", resolve).unwrap();
    let failed = format!(
        "deployment-failed deployment/{}",
        deployment.as_str().unwrap()
    );
    assert!(!kinds(&inbox(&world, &dan)).contains(&lost));
    for who in [&dan, &rita] {
        assert!(
            kinds(&inbox(&world, who)).contains(&failed),
            "{:?}",
            inbox(&world, who)
        );
    }
    let again = json!({ "release": "till-1", "environment": "test", "again": true });
    let running = world.ask(&dan, "deployment.deploy", again).unwrap();
    assert!(
        !kinds(&inbox(&world, &dan)).contains(&failed),
        "another one is on its way"
    );

    let no = json!({ "release": "till-1", "decision": "no-go" });
    let running = running.events[1].data["deployment"].clone();
    let abort = json!({ "deployment": running });
    world.ask(&dan, "deployment.abort", abort).unwrap();
    world.ask(&rita, "release.decide", no).unwrap();
    let held = asked(&world, &rita, json!({ "kind": "release-held" }));
    assert_eq!(held["items"][0]["details"]["stage"], "stopped");
}

#[test]
fn a_mention_stays_until_it_is_done_with_and_its_text_is_gone_when_it_is_withdrawn() {
    let world = shop();
    let (rita, sam) = (
        world.hire("rita", "release-manager"),
        world.hire("sam", "sre"),
    );
    let say = |text: &str| {
        let body = json!({ "message": { "text": text } });
        let asked = json!({ "subject": "component/till", "body": body });
        let receipt = world.ask(&rita, "comment.add", asked).unwrap();
        receipt.events[0].data["comment"].clone()
    };
    let first = say("@sam: is it you, or @rita?");
    let long = say(&format!("@sam {}", "word ".repeat(100)));
    assert_eq!(
        kinds(&inbox(&world, &rita)),
        Vec::<String>::new(),
        "one's own comment is no news"
    );
    let shown = asked(&world, &sam, json!({ "kind": "mention" }));
    assert_eq!((&shown["waiting"], &shown["new"]), (&json!(2), &json!(2)));
    let items = shown["items"].as_array().unwrap();
    assert!(
        items
            .iter()
            .any(|item| item["details"]["text"] == "@sam: is it you, or @rita?")
    );
    assert!(
        items
            .iter()
            .all(|item| item["details"]["text"].as_str().unwrap().chars().count() <= 141)
    );
    mark(&world, &sam, &items[0], Seen::Read);
    mark(&world, &sam, &items[1], Seen::Done);
    let shown = inbox(&world, &sam);
    assert_eq!((&shown["waiting"], &shown["new"]), (&json!(1), &json!(0)));
    assert_eq!(
        asked(&world, &sam, json!({ "which": "new" }))["items"],
        json!([])
    );
    assert_eq!(
        asked(&world, &sam, json!({ "which": "all" }))["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    mark(&world, &sam, &items[1], Seen::New);
    assert_eq!(inbox(&world, &sam)["new"], 1);
    for comment in [first, long] {
        world
            .ask(&rita, "comment.withdraw", json!({ "comment": comment }))
            .unwrap();
    }
    assert_eq!(
        asked(&world, &sam, json!({ "which": "all" }))["items"],
        json!([])
    );
    world.clock.advance(91 * 24 * HOUR);
    say("@sam once more");
    assert_eq!(inbox(&world, &sam)["waiting"], 1);
    world.clock.advance(91 * 24 * HOUR);
    assert_eq!(inbox(&world, &sam)["waiting"], 0, "old news is none");
}

#[test]
fn waivers_and_roles_are_spoken_of_before_they_end() {
    let world = shop();
    let (rita, cora) = (
        world.hire("rita", "release-manager"),
        world.hire("cora", "change-manager"),
    );
    submitted(&world, &rita);
    let ask = json!({ "release": "till-1", "environment": "production", "criterion": "tests",
        "reason": { "plain": "hurry" }, "ends": "2026-01-20T00:00:00Z" });
    let receipt = world.ask(&rita, "waiver.request", ask).unwrap();
    let waiver = receipt.events[0].data["waiver"]
        .as_str()
        .unwrap()
        .to_owned();
    let about = |kind: &str| format!("{kind} waiver/{waiver}");
    assert!(kinds(&inbox(&world, &cora)).contains(&about("waiver-asked")));
    assert!(!kinds(&inbox(&world, &rita)).contains(&about("waiver-asked")));
    world
        .ask(&cora, "waiver.approve", json!({ "waiver": waiver }))
        .unwrap();
    for who in [&rita, &cora] {
        assert!(
            !kinds(&inbox(&world, who))
                .iter()
                .any(|one| one.contains("waiver"))
        );
    }
    let lent = json!({ "person": { "handle": "cora" }, "role": "sre", "scope": "organisation",
        "expires": "2026-01-25T00:00:00Z" });
    world.ask(&world.admin, "access.grant", lent).unwrap();
    let ends = |who| inbox(&world, who)["kinds"]["grant-ending"].clone();
    assert_eq!(ends(&cora), Value::Null);
    world.clock.advance(14 * 24 * HOUR);
    for who in [&rita, &cora] {
        assert!(kinds(&inbox(&world, who)).contains(&about("waiver-ending")));
    }
    assert_eq!((ends(&cora), ends(&rita)), (json!(1), Value::Null));
}

#[test]
fn settings_are_checked_and_belong_to_one_alone() {
    let world = World::new();
    let sam = world.hire("sam", "sre");
    let show = |who: &Actor| {
        world
            .service
            .query(who, "settings.show", json!({}), At::Now)
            .unwrap()
    };
    let unset = json!({ "timezone": null, "language": null, "theme": "system", "bulletin": "off",
        "channel": "mail", "days": "working", "hour": 8 });
    assert_eq!(
        (&show(&sam)["settings"], &show(&sam)["mail"]),
        (&unset, &json!(true))
    );
    let wanted: Settings =
        serde_json::from_value(json!({ "timezone": "Europe/Vienna", "language": "de",
        "theme": "dark", "bulletin": "daily", "hour": 7 }))
        .unwrap();
    let set = |settings: &Settings| {
        world
            .service
            .personal(&sam, &PersonalRequest::SetSettings(settings.clone()))
    };
    set(&wanted).unwrap();
    assert_eq!(world.service.settings(&sam).unwrap(), wanted);
    assert_eq!(show(&world.admin)["settings"], unset);
    for wrong in [
        Settings {
            timezone: Some("Moon/Crater".into()),
            ..wanted.clone()
        },
        Settings {
            hour: 24,
            ..wanted.clone()
        },
    ] {
        assert_eq!(set(&wrong).unwrap_err().code(), "request-malformed");
    }
    let nobody = world
        .service
        .query(&Actor::System, "settings.show", json!({}), At::Now);
    assert!(matches!(nobody, Err(ServiceError::Malformed(_))));
}

#[test]
fn a_view_is_ones_own_unless_it_is_shared_and_leads_nowhere_else() {
    let world = World::new();
    let (sam, sue) = (world.hire("sam", "sre"), world.hire("sue", "support-lead"));
    let view = |name: &str, page: &str, shared| SavedView {
        name: name.into(),
        page: page.into(),
        query: "stage=submitted".into(),
        shared,
    };
    let save = |who: &Actor, view: SavedView| {
        world
            .service
            .personal(who, &PersonalRequest::SaveView(view))
    };
    let listed = |who: &Actor, arguments: Value| -> Vec<String> {
        let views = world
            .service
            .query(who, "views.list", arguments, At::Now)
            .unwrap();
        let lines = views["views"].as_array().unwrap().iter();
        lines
            .map(|line| {
                format!("{} {} {}", line["view"]["name"], line["link"], line["own"])
                    .replace('"', "")
            })
            .collect()
    };
    save(&sam, view("mine", "/releases", false)).unwrap();
    save(&sam, view("ours", "/environments", true)).unwrap();
    save(&sue, view("mine", "/releases", false)).unwrap();
    let (releases, environments) = ("/releases?stage=submitted", "/environments?stage=submitted");
    assert_eq!(
        listed(&sam, json!({})),
        [
            format!("mine {releases} true"),
            format!("ours {environments} true")
        ]
    );
    assert_eq!(
        listed(&sue, json!({})),
        [
            format!("mine {releases} true"),
            format!("ours {environments} false")
        ]
    );
    assert_eq!(listed(&sue, json!({ "page": "/environments" })).len(), 1);
    save(&sam, view("ours", "/environments", false)).unwrap();
    assert_eq!(listed(&sue, json!({})).len(), 1);
    let remove = PersonalRequest::RemoveView {
        name: "mine".into(),
    };
    world.service.personal(&sue, &remove).unwrap();
    assert_eq!(
        (listed(&sue, json!({})).len(), listed(&sam, json!({})).len()),
        (0, 2)
    );
    for page in [
        "releases",
        "//elsewhere.example/x",
        "/a?b",
        "/a#b",
        "/a b",
        "/\\elsewhere",
        "https://x.example",
    ] {
        let refused = save(&sam, view("bad", page, true)).unwrap_err();
        assert_eq!(refused.code(), "request-malformed", "{page}");
    }
    assert!(save(&sam, view(" ", "/releases", false)).is_err());
    let stranger = Actor::Person("per_7ZZZZZZZZZZZZZZZZZZZZZZZZZ".parse().unwrap());
    assert_eq!(
        save(&stranger, view("x", "/releases", false))
            .unwrap_err()
            .code(),
        "not-a-member"
    );
}

#[test]
fn what_has_to_be_signed_is_not_given_in_bulk() {
    let world = shop();
    let rita = world.hire("rita", "release-manager");
    let olga = world.hire("olga", "component-owner");
    submitted(&world, &rita);
    let given = |inbox: &Value| {
        let items = inbox["items"].as_array().unwrap();
        let item = items
            .iter()
            .find(|item| item["kind"] == "approval")
            .unwrap();
        (
            item["settle"].is_array(),
            item["details"]["signed"] == "true",
        )
    };
    assert_eq!(given(&inbox(&world, &olga)), (true, false));
    let owner = json!({ "name": "owner",
        "ask": { "approvals": { "role": "component-owner", "quorum": 1, "signed": true } } });
    let production =
        json!({ "name": "production", "after": "test", "protected": true, "criteria": [owner] });
    let changes = json!({ "changes": [{ "environment": production }] });
    world
        .ask(&world.admin, "organisation.apply", changes)
        .unwrap();
    assert_eq!(given(&inbox(&world, &olga)), (false, true));
}
