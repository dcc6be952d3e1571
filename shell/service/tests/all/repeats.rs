//! A request repeated under its key gets the answer that it had, whatever it names.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdpoint_domain::{Actor, Digest};
use holdpoint_service::MARKERS;
use serde_json::{Value, json};

use crate::world::World;

/// A request for each kind of marker; each changes what the next time it would find.
fn requests(world: &World) -> Vec<(&'static str, Value)> {
    let request =
        |command: &str, arguments: Value| json!({ "command": command, "arguments": arguments });
    let author = json!({ "author": { "name": "Dev Eloper", "mail": "dev@example.org" } });
    let new = json!({ "handle": "anna", "name": "Anna", "mail": "anna@example.org" });
    let file = json!({ "name": "holdpoint.yaml", "text": "components:\n  lamp: { unit: shop }\n" });
    let place = json!({ "table": "units.csv", "row": 2 });
    let unit = json!({ "name": "wholesale", "title": "", "parent": null, "place": place, "implied": false });
    let next = world.size();
    vec![
        (
            "configuration",
            request(
                "organisation.apply",
                json!({ "changes": { "configuration": file } }),
            ),
        ),
        (
            "undo",
            request(
                "organisation.apply",
                json!({ "undo": { "first": next, "last": next } }),
            ),
        ),
        (
            "import",
            request("organisation.apply", json!({ "import": imported(&unit) })),
        ),
        (
            "new-person",
            request("person.add", json!({ "person": { "new-person": new } })),
        ),
        (
            "handle",
            request("person.erase", json!({ "person": { "handle": "anna" } })),
        ),
        (
            "plain",
            request(
                "release.create",
                json!({
                    "release": "till-1", "components": ["till"], "title": { "plain": "Talking till" }
                }),
            ),
        ),
        (
            "message",
            request(
                "comment.add",
                json!({ "subject": "release/till-1", "body": { "message": { "text": "@rita see" } } }),
            ),
        ),
        (
            "author",
            request(
                "release.add-commits",
                json!({
                    "release": "till-1", "repository": "", "from": "", "to": format!("{:040x}", 1),
                    "commits": [{ "id": format!("{:040x}", 1), "authors": [author] }]
                }),
            ),
        ),
        (
            "document",
            request(
                "evidence.add",
                json!({ "document": {
            "text": "<testsuite name='t'><testcase name='a'/></testsuite>", "subjects": [Digest::of(b"till")]
        } }),
            ),
        ),
        (
            "policies",
            request(
                "organisation.apply",
                json!({ "changes": { "policies": { "text": PERMISSIVE } } }),
            ),
        ),
        (
            "me",
            request(
                "person.record-absence",
                json!({
                    "person": { "me": true }, "begins": "2026-03-01T08:00:00Z", "ends": "2026-03-02T08:00:00Z"
                }),
            ),
        ),
    ]
}

const PERMISSIVE: &str = "@id(\"all\") permit (principal, action, resource);";

fn imported(unit: &Value) -> Value {
    json!({ "units": [unit], "teams": [], "people": [], "components": [], "environments": [] })
}

/// Somebody who may do all of it.
fn all_roles(world: &World) -> Actor {
    let rita = world.hire("rita", "release-manager");
    let grant =
        json!({ "person": { "handle": "rita" }, "role": "administrator", "scope": "organisation" });
    world.ask(&world.admin, "access.grant", grant).unwrap();
    rita
}

#[test]
fn every_kind_of_request_is_answered_as_before() {
    let world = World::new();
    let rita = all_roles(&world);
    let requests = requests(&world);
    let tested: BTreeSet<&str> = requests.iter().map(|(marker, _)| *marker).collect();
    assert_eq!(
        tested,
        MARKERS.iter().copied().collect(),
        "a request for every marker"
    );
    let answer = |(marker, request): &(&str, Value)| {
        let answer = world.ask_keyed(&rita, marker, request);
        answer.unwrap_or_else(|error| panic!("{marker}: {error}"))
    };
    let first: Vec<_> = requests.iter().map(answer).collect();
    let (size, people) = (world.size(), world.people());
    for (request, first) in requests.iter().zip(&first) {
        let again = answer(request);
        assert!(again.repeated && !first.repeated, "{}", request.0);
        assert!(!first.events.is_empty(), "{} changed something", request.0);
        assert_eq!(again.events, first.events, "{}", request.0);
    }
    assert_eq!((world.size(), world.people()), (size, people));
    let other = &requests[0].1;
    let reused = world.ask_keyed(&rita, "handle", other).unwrap_err();
    assert_eq!(reused.code(), "idempotency-key-reused");
}

#[test]
fn of_many_at_once_under_one_key_one_is_done() {
    let world = Arc::new(World::new());
    let new = json!({ "handle": "anna", "name": "Anna", "mail": "anna@example.org" });
    let request =
        json!({ "command": "person.add", "arguments": { "person": { "new-person": new } } });
    let ask = |world: Arc<World>, request: Value| {
        std::thread::spawn(move || world.ask_keyed(&world.admin, "once", &request).unwrap())
    };
    let asked: Vec<_> = (0..8)
        .map(|_| ask(Arc::clone(&world), request.clone()))
        .collect();
    let answers: Vec<_> = asked.into_iter().map(|one| one.join().unwrap()).collect();
    assert_eq!(answers.iter().filter(|answer| !answer.repeated).count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer.events == answers[0].events)
    );
}
