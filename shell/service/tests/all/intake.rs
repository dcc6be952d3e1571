//! Names and texts get no further than the vault.

use holdpoint_domain::Actor;
use holdpoint_service::Submission;
use serde_json::{Value, json};

use crate::world::World;

fn commits(count: usize) -> Value {
    let author = json!({ "author": { "name": "Dev Eloper", "mail": "Dev@example.org" } });
    let commit = |n: usize| json!({ "id": format!("{n:040x}"), "authors": [author] });
    json!({
        "release": "till-1", "repository": "", "from": "", "to": format!("{count:040x}"),
        "commits": (1..=count).map(commit).collect::<Vec<_>>()
    })
}

#[test]
fn an_unknown_author_is_added_once_whoever_brings_their_commits() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let create = json!({ "release": "till-1", "components": ["till"] });
    world.ask(&rita, "release.create", create).unwrap();
    let before = world.people();
    world.ask(&rita, "release.add-commits", commits(3)).unwrap();
    assert_eq!(world.people(), before + 1);
    let shown = world
        .query("release.show", json!({ "release": "till-1" }))
        .unwrap();
    assert_eq!(shown["authors"][0]["handle"], "dev");
    assert_eq!(shown["authors"].as_array().unwrap().len(), 1);
}

#[test]
fn whoever_may_not_add_people_fills_no_vault() {
    let world = World::new();
    let dean = world.hire("dean", "deployer");
    let before = world.people();
    let new = json!({ "handle": "mallory", "name": "Mallory" });
    let refused = world.ask(
        &dean,
        "person.add",
        json!({ "person": { "new-person": new } }),
    );
    assert_eq!(refused.unwrap_err().code(), "not-permitted");
    let refused = world.ask(&dean, "release.add-commits", commits(1));
    assert_eq!(refused.unwrap_err().code(), "not-permitted");
    assert_eq!(world.people(), before);
}

#[test]
fn a_text_is_sealed_and_read_again() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let create = json!({
        "release": "till-1", "components": ["till"], "title": { "plain": "Talking till" }
    });
    let receipt = world.ask(&rita, "release.create", create).unwrap();
    let data = receipt.events[0].data.to_string();
    assert!(
        !data.contains("Talking") && data.contains("sealed"),
        "{data}"
    );
    let shown = world
        .query("release.show", json!({ "release": "till-1" }))
        .unwrap();
    assert_eq!(shown["title"], "Talking till");
}

#[test]
fn a_rehearsal_keeps_nothing() {
    let world = World::new();
    let before = (world.people(), world.service.engine().published().size());
    let new = json!({ "handle": "anna", "name": "Anna", "mail": "anna@example.org" });
    let request =
        json!({ "command": "person.add", "arguments": { "person": { "new-person": new } } });
    let submission = Submission {
        key: None,
        request,
        dry_run: true,
    };
    let receipt = world.service.submit(&world.admin, submission).unwrap();
    assert!(receipt.dry_run && receipt.events.len() == 1);
    assert_eq!(
        (world.people(), world.service.engine().published().size()),
        before
    );
}

#[test]
fn what_is_no_request_is_refused_before_anything_is_kept() {
    let world = World::new();
    let deep = (0..50).fold(json!(1), |inner, _| json!([inner]));
    for (command, arguments, said) in [
        ("release.create", deep, "nested too deeply"),
        ("release.creat", json!({}), "no command `release.creat`"),
        (
            "person.add",
            json!({ "person": { "handle": "nobody" } }),
            "nobody is called `nobody`",
        ),
        (
            "person.add",
            json!({ "person": { "new-person": { "handel": "x" } } }),
            "handel",
        ),
        (
            "person.add",
            json!({ "person": { "me": false } }),
            "`me` is always true",
        ),
    ] {
        let error = world
            .ask(&world.admin, command, arguments)
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{error}");
    }
    let system = world.ask(
        &Actor::System,
        "person.add",
        json!({ "person": { "me": true } }),
    );
    assert!(
        system
            .unwrap_err()
            .to_string()
            .contains("only a person is `me`")
    );
}

#[test]
fn the_same_request_under_a_key_is_done_once_though_its_text_is_sealed_anew() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let arguments =
        json!({ "release": "till-1", "components": ["till"], "title": { "plain": "A" } });
    let request = json!({ "command": "release.create", "arguments": arguments });
    let submit = |request: &Value| {
        let submission = Submission {
            key: Some("once".into()),
            request: request.clone(),
            dry_run: false,
        };
        world.service.submit(&rita, submission)
    };
    let first = submit(&request).unwrap();
    let again = submit(&request).unwrap();
    assert!(again.repeated);
    assert_eq!(again.events, first.events);
    let mut other = request;
    other["arguments"]["title"] = json!({ "plain": "B" });
    assert_eq!(submit(&other).unwrap_err().code(), "idempotency-key-reused");
}
