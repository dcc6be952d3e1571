//! The page of the policies: those in force, and who may do what.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{World, shared};

/// A Saturday, in the sample's zone, two days before its end.
const SATURDAY: &str = "when=2026-09-19T22:00";

/// The part of a page in an element with that id.
fn part<'a>(text: &'a str, id: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("id=\"{id}\"")).unwrap();
    rest.split("</section>").next().unwrap()
}

#[test]
fn those_in_force_are_shown_with_who_applied_them_and_when() {
    let text = shared().get("miriam", "/policies").text;
    let own = part(&text, "own");
    assert!(own.contains("Applied by</dt><dd>Administrator"), "{own}");
    let forbids = own.find("payments-outside-working-hours").unwrap();
    assert!(forbids < own.find("as-the-roles-say").unwrap(), "{own}");
    assert!(own.contains("ask a member of the board"), "{own}");
    let (_, entry) = own.split_once("href=\"/entries/").unwrap();
    let entry = format!("/entries/{}", entry.split('"').next().unwrap());
    let entry = shared().get("miriam", &entry).text;
    assert!(entry.contains("authorisation"), "{entry}");
    // The text, escaped, and the default beside it.
    assert!(text.contains("@id(&#34;exceptions-for-what-is-critical&#34;)"));
    assert!(text.contains("@id(&#34;board-member&#34;)"));
    let settings = shared().get("miriam", "/settings").text;
    assert!(settings.contains("href=\"/policies\""));
}

#[test]
fn whoever_asks_gets_an_answer_with_the_policy_that_forbids() {
    let asked = |who: &str, when: &str| {
        let on = "on=component/card-gateway&environment=production";
        let path = format!("/policies?action=deployment.deploy&person={who}&{on}&{when}");
        let text = shared().get("miriam", &path).text;
        part(&text, "answer").to_owned()
    };
    let night = asked("priya", SATURDAY);
    assert!(
        night.contains("Priya Raman may not: deployment.deploy"),
        "{night}"
    );
    assert!(night.contains("payments-outside-working-hours"), "{night}");
    assert!(night.contains("wait until the next working day"), "{night}");
    assert!(
        night.contains("permit it") && night.contains("forbid it"),
        "{night}"
    );
    let day = asked("priya", "when=2026-09-18T10:00");
    assert!(day.contains("Priya Raman may: deployment.deploy"), "{day}");
    let deployer = asked("dana", SATURDAY);
    assert!(deployer.contains("Dana Kowalczyk may:"), "{deployer}");
    let developer = asked("arjun", SATURDAY);
    assert!(developer.contains("do not permit it"), "{developer}");
    // What was typed stands in the form.
    let typed = "/policies?action=release.create&person=tomas&on=unit/retail";
    let text = shared().get("miriam", typed).text;
    let form = part(&text, "question");
    assert!(form.contains("value=\"tomas\"") && form.contains("value=\"unit/retail\""));
    assert!(form.contains("value=\"release.create\" selected"), "{form}");
    let german = shared().get_german("miriam", typed).text;
    assert!(part(&german, "answer").contains("Tomás Leitner darf: release.create"));
}

#[test]
fn what_cannot_be_asked_is_said_above_the_form() {
    for (asked, said) in [
        ("action=release.create&person=nemo", "nemo"),
        ("action=release.crown", "release.crown"),
        (
            "action=release.create&when=yesterday",
            "yesterday is neither",
        ),
        ("action=release.create&on=king/arthur", "king/arthur"),
        ("action=release.create&environment=A%20B", ""),
    ] {
        let answer = shared().get("miriam", &format!("/policies?{asked}"));
        assert_eq!(answer.status, StatusCode::OK, "{asked}");
        let (_, notice) = answer.text.split_once("role=\"alert\"").unwrap();
        let notice = notice.split("</div>").next().unwrap();
        assert!(notice.contains(said), "{asked}: {notice}");
        assert!(!answer.text.contains("id=\"answer\""), "{asked}");
    }
}

#[test]
fn without_policies_the_roles_alone_say() {
    let world = World::sample();
    let none = json!({ "policies": { "roles": true } });
    let apply = json!({ "command": "organisation.apply", "arguments": { "changes": none } });
    world.submit("root", apply);
    let text = world
        .get("miriam", "/policies?action=release.create&on=unit/payments")
        .text;
    assert!(part(&text, "own").contains("roles alone say"), "{text}");
    let answer = part(&text, "answer");
    assert!(answer.contains("there are none"), "{answer}");
}
