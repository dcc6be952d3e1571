//! `Holdpoint-Position`: nobody gets an answer from before what they have seen.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::world::{Answer, World, impatient};

fn read(world: &World, path: &str, position: u64) -> Answer {
    let request = Request::get(path)
        .header("authorization", format!("Bearer {}", world.admin))
        .header("holdpoint-position", position);
    world.ask(request.body(Body::empty()).unwrap())
}

fn seen(answer: &Answer) -> u64 {
    answer.header("holdpoint-position").parse().unwrap()
}

#[test]
fn every_answer_says_what_it_has_seen() {
    let world = World::new();
    let newest = world.write("bakery");
    for path in [
        "/api/v1/me",
        "/api/v1/query/unit.list",
        "/api/v1/audit/verify",
    ] {
        assert_eq!(
            seen(&world.get(&world.admin, path).is(200)),
            newest,
            "{path}"
        );
    }
    let plan = json!({ "changes": [] });
    let plan = world.post(&world.admin, "/api/v1/plan", &plan).is(200);
    assert_eq!(seen(&plan), newest);
    // A question about the past has not seen the present.
    let past = world.get(&world.admin, "/api/v1/query/unit.list?at=1");
    assert_eq!(seen(&past.is(200)), 1);
    // A command's answer has seen its own entries.
    let changes = json!([{ "unit": { "name": "brewery" } }]);
    let apply = world.command("organisation.apply", json!({ "changes": changes }));
    let done = world.post(&world.admin, "/api/v1/commands", &apply);
    assert_eq!(seen(&done), newest + 1);
}

#[test]
fn a_read_waits_for_the_entry_that_was_seen_elsewhere() {
    let world = World::new();
    let next = world.size();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| read(&world, "/api/v1/query/unit.list", next));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!waiting.is_finished());
        assert_eq!(world.write("bakery"), next);
        let answer = waiting.join().unwrap().is(200);
        assert!(answer.text().contains("bakery"));
        assert_eq!(seen(&answer), next);
    });
}

#[test]
fn an_entry_that_does_not_come_is_a_problem() {
    let world = World::with(impatient(), None);
    read(&world, "/api/v1/me", world.size() - 1).is(200);
    let answer = read(&world, "/api/v1/me", world.size()).is(503);
    assert_eq!(answer.header("retry-after"), "1");
    assert!(
        answer.text().contains("did not appear"),
        "{}",
        answer.text()
    );
}
