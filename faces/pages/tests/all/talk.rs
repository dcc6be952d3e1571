//! Conversations: said, spoken of, attached, changed and taken back, all with plain forms.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{Answer, World, shared};

const PLACES: [(&str, &str); 3] = [
    ("release/payments-train-27", "/releases/payments-train-27"),
    ("environment/production", "/environments/production"),
    ("component/payments-api", "/catalogue/payments-api"),
];

fn say(world: &World, who: &str, subject: &str, text: &str, files: &[(&str, &str)]) -> Answer {
    let fields = [
        ("talk", "add"),
        ("subject", subject),
        ("key", "k"),
        ("text", text),
    ];
    world.post_files(who, "/talk", &fields, files)
}

/// The id of the only comment about something.
fn comment(world: &World, subject: &str) -> String {
    let found = world.query("miriam", "conversation.list", json!({ "subject": subject }));
    found["comments"][0]["comment"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_said_stands_on_the_page_and_in_the_inbox_of_whom_it_speaks_of() {
    let world = World::sample();
    let mentions = || {
        let inbox = world.query("miriam", "inbox.show", json!({ "kind": "mention" }));
        inbox["items"].as_array().unwrap().clone()
    };
    let before = mentions().len();
    for (subject, page) in PLACES {
        let answer = say(
            &world,
            "dana",
            subject,
            "Is <b> fine, @miriam?",
            &[("a b.txt", "why")],
        );
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(
            answer.headers["location"],
            format!("{page}?done=commented#conversation")
        );
        let text = world.get("miriam", page).text;
        assert!(
            text.contains("Is &#60;b&#62; fine, <span class=\"mention\""),
            "{text}"
        );
        assert!(text.contains("a b.txt") && text.contains("3 B"), "{text}");
        let id = comment(&world, subject);
        assert!(text.contains(&format!("/api/v1/comments/{id}/attachments/0")));
    }
    // Also what has no page of its own can be talked about, and leads somewhere.
    let deployments = world.query(
        "miriam",
        "deployment.list",
        json!({ "release": "payments-train-26" }),
    );
    let deployment = deployments["deployments"][0]["deployment"]
        .as_str()
        .unwrap();
    let say = json!({ "command": "comment.add", "arguments": {
        "subject": format!("deployment/{deployment}"),
        "body": { "message": { "text": "@miriam see" } },
    } });
    world.submit("dana", say);
    let links = mentions();
    assert_eq!(links.len(), before + 4);
    for item in links {
        let link = item["link"].as_str().unwrap();
        let (page, id) = link.split_once('#').unwrap();
        let answer = world.get("miriam", page);
        assert_eq!(answer.status, StatusCode::OK, "{link}");
        let there = answer.text.contains(&format!("id=\"{id}\""));
        let older = page.starts_with("/releases/payments-train-");
        assert!(there || older, "{link}");
    }
}

#[test]
fn a_refusal_stands_beside_the_form_and_nothing_typed_is_lost() {
    let world = World::sample();
    let long = "x ".repeat(11_000);
    for (subject, page) in PLACES {
        let answer = say(&world, "dana", subject, &long, &[]);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let section = answer.text.split("id=\"conversation\"").nth(1).unwrap();
        assert!(section.contains("role=\"alert\""), "{page}");
        assert!(section.contains("at most 20000 bytes"), "{page}");
        assert!(section.contains(long.trim()), "{page}");
    }
    let answer = say(&world, "dana", "release/payments-train-27", "", &[]);
    assert!(
        answer.text.contains("a comment says something"),
        "{}",
        answer.text
    );
}

#[test]
fn its_writer_changes_it_and_takes_it_back() {
    let world = World::sample();
    let (subject, page) = PLACES[0];
    say(
        &world,
        "dana",
        subject,
        "first",
        &[("one.txt", "1"), ("two.txt", "2")],
    );
    let id = comment(&world, subject);
    let edit = [
        ("talk", "edit"),
        ("subject", subject),
        ("comment", &id),
        ("text", "second"),
        ("keep", "1"),
    ];
    let answer = world.post_files("dana", "/talk", &edit, &[("three.txt", "3")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let text = world.get("miriam", page).text;
    assert!(
        text.contains("second") && !text.contains(">first<"),
        "{text}"
    );
    assert!(text.contains("two.txt") && text.contains("three.txt") && !text.contains("one.txt"));
    assert!(!text.contains("value=\"withdraw\""), "it is not hers");
    let other = world.post_files("miriam", "/talk", &edit, &[]);
    assert_eq!(other.status, StatusCode::BAD_REQUEST, "{}", other.text);
    let withdraw = format!("talk=withdraw&subject={subject}&comment={id}");
    let answer = world.post("dana", "/talk", &withdraw);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let text = world.get("miriam", page).text;
    assert!(text.contains("This comment was withdrawn."), "{text}");
    assert!(!text.contains("two.txt") && !text.contains("second"));
}

#[test]
fn who_only_reads_has_no_form() {
    let text = shared().get("root", "/releases/payments-train-27").text;
    assert!(text.contains("id=\"conversation\""));
    let past = shared()
        .get("dana", "/releases/payments-train-20?at=2026-09-01T12:00")
        .text;
    assert!(past.contains("id=\"conversation\"") && !past.contains("action=\"/talk\""));
}

#[test]
fn what_was_typed_beside_a_button_is_there_again() {
    let world = World::sample();
    let form = "act=approve&role=change-manager&environment=production&manifest=sha256:00&text=my%20reason";
    let answer = world.post("sofia", "/releases/payments-train-27", form);
    assert!(!answer.status.is_redirection(), "{}", answer.text);
    assert!(answer.text.contains("role=\"alert\""), "{}", answer.text);
    assert!(
        answer.text.contains("value=\"my reason\""),
        "{}",
        answer.text
    );
}
