//! People talk: their words are sealed, whom they speak of is found, and what they attach comes back.

use holdpoint_domain::Actor;
use serde_json::{Value, json};

use crate::world::World;

fn talking() -> (World, Actor, Actor) {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let dev = world.hire("dev.eloper", "developer");
    let create = json!({ "release": "till-1", "components": ["till"] });
    world.ask(&rita, "release.create", create).unwrap();
    (world, rita, dev)
}

fn say(world: &World, who: &Actor, message: Value) -> Result<String, String> {
    let asked = json!({ "subject": "release/till-1", "body": { "message": message } });
    let done = world.ask(who, "comment.add", asked);
    done.map(|receipt| receipt.events[0].data.to_string())
        .map_err(|error| error.to_string())
}

fn listed(world: &World) -> Value {
    let asked = json!({ "subject": "release/till-1" });
    world.query("conversation.list", asked).unwrap()
}

#[test]
fn a_text_is_sealed_and_whom_it_speaks_of_is_found_before() {
    let (world, rita, _) = talking();
    let text = "Is it safe, @dev.eloper? Ask @Admin. Not @nobody, not rita@example.org.";
    let data = say(&world, &rita, json!({ "text": text })).unwrap();
    for word in ["safe", "eloper", "example.org", "nobody"] {
        assert!(!data.contains(word), "{data}");
    }
    let comments = &listed(&world)["comments"];
    assert_eq!(comments[0]["text"], text);
    let mentions = comments[0]["mentions"].as_array().unwrap();
    let handles: Vec<_> = mentions.iter().map(|one| &one["handle"]).collect();
    assert_eq!(handles, ["dev.eloper", "admin"]);
    assert_eq!(comments[0]["writer"]["handle"], "rita");
}

#[test]
fn an_attachment_comes_back_as_it_was_and_goes_with_its_comment() {
    let (world, rita, dev) = talking();
    let attached = json!({ "name": "trace ä.txt", "media_type": "text/plain", "content": "aGk=" });
    let message = json!({ "text": "see", "attachments": [attached] });
    let data = say(&world, &dev, message).unwrap();
    assert!(!data.contains("trace") && !data.contains("aGk="), "{data}");
    let shown = listed(&world);
    let shown = &shown["comments"][0];
    assert_eq!(shown["attachments"][0]["size"], 2);
    let id = shown["comment"].as_str().unwrap();
    let link = format!("/api/v1/comments/{id}/attachments/0");
    assert_eq!(shown["attachments"][0]["link"], link);
    let open = |index| world.service.attachment(&rita, &id.parse().unwrap(), index);
    let file = open(0).unwrap();
    assert_eq!(
        (file.name.as_str(), file.content.as_slice()),
        ("trace ä.txt", &b"hi"[..])
    );
    assert_eq!(open(1).unwrap_err().code(), "comment-unknown");
    world
        .ask(&dev, "comment.withdraw", json!({ "comment": id }))
        .unwrap();
    assert_eq!(open(0).unwrap_err().code(), "comment-unknown");
    let shown = &listed(&world)["comments"][0];
    assert_eq!(
        (&shown["text"], &shown["withdrawn"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(shown["attachments"], json!([]));
}

#[test]
fn who_is_erased_has_said_something_that_nobody_can_read() {
    let (world, _, dev) = talking();
    let attached = json!({ "name": "a", "content": "aGk=" });
    say(
        &world,
        &dev,
        json!({ "text": "secret", "attachments": [attached] }),
    )
    .unwrap();
    let erase = json!({ "person": { "handle": "dev.eloper" } });
    world.ask(&world.admin, "person.erase", erase).unwrap();
    let shown = listed(&world);
    assert_eq!(shown["comments"][0]["text"], "(erased)");
    let id = shown["comments"][0]["comment"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let gone = world.service.attachment(&world.admin, &id, 0);
    assert_eq!(gone.unwrap_err().code(), "comment-unknown");
}

#[test]
fn an_edit_changes_what_is_shown_and_pages_go_on() {
    let (world, rita, _) = talking();
    for text in ["one", "two", "three"] {
        say(&world, &rita, json!({ "text": text })).unwrap();
    }
    let first = listed(&world)["comments"][0]["comment"].clone();
    let edit = json!({ "comment": first, "body": { "message": { "text": "uno" } } });
    world.ask(&rita, "comment.edit", edit).unwrap();
    let texts = |shown: &Value| -> Vec<Value> {
        let comments = shown["comments"].as_array().unwrap();
        comments.iter().map(|one| one["text"].clone()).collect()
    };
    let page = |after: &Value| {
        let asked = json!({ "subject": "release/till-1", "limit": 2, "after": after });
        world.query("conversation.list", asked).unwrap()
    };
    let shown = page(&Value::Null);
    assert_eq!(texts(&shown), ["uno", "two"]);
    assert_eq!(shown["total"], 3);
    let rest = page(&shown["next"]);
    assert_eq!(
        (texts(&rest), &rest["next"]),
        (vec![json!("three")], &Value::Null)
    );
    assert!(rest["comments"][0]["edited"].is_null());
    assert!(shown["comments"][0]["edited"].is_string());
}

#[test]
fn what_is_no_comment_is_refused_before_anything_is_kept() {
    let (world, rita, _) = talking();
    let file = |name: &str, content: &str| json!({ "name": name, "content": content });
    let large = "QUFB".repeat(4 * 1024 * 1024 / 3 + 1);
    for (message, said) in [
        (json!({ "text": " " }), "a comment says something"),
        (json!({ "text": "x".repeat(20_001) }), "at most 20000 bytes"),
        (
            json!({ "text": "x", "attachments": [file("../a", "")] }),
            "plain name",
        ),
        (
            json!({ "text": "x", "attachments": [file("", "")] }),
            "plain name",
        ),
        (
            json!({ "text": "x", "attachments": [file("a", "%")] }),
            "base64",
        ),
        (
            json!({ "text": "x", "attachments": [file("a", &large)] }),
            "at most 4194304",
        ),
        (
            json!({ "text": "x", "attachments": vec![file("a", ""); 6] }),
            "at most 5",
        ),
        (json!({ "text": "x", "wrong": 1 }), "wrong"),
    ] {
        let error = say(&world, &rita, message).unwrap_err();
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(listed(&world)["total"], 0);
}
