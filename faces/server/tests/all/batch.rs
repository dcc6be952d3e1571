//! Many commands in one request.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::world::World;

fn create(name: &str) -> Value {
    let arguments = json!({ "release": name, "components": ["till"] });
    json!({ "command": "release.create", "arguments": arguments })
}

#[test]
fn each_is_answered_at_its_place() {
    let world = World::new();
    let token = world.hire("rita", Some("release-manager"), None);
    let mut keyed = create("till-2");
    keyed["key"] = json!("once");
    let titled = json!({ "command": "release.create", "arguments": {
        "release": "till-3", "components": ["till"], "title": { "plain": "The third" }
    } });
    let batch = json!([create("till-1"), create("till-1"), keyed, { "command": "no" }, titled]);
    let answer = world.post(&token, "/api/v1/commands/batch", &batch).is(200);
    let results = answer.json();
    assert_eq!(results.as_array().unwrap().len(), 5);
    assert_eq!(
        results[0]["receipt"]["events"][0]["subject"],
        "release/till-1"
    );
    assert_eq!(results[1]["problem"]["code"], "release-exists");
    assert_eq!(results[1]["problem"]["status"], 409);
    assert_eq!(results[2]["receipt"]["repeated"], false);
    assert_eq!(results[3]["problem"]["status"], 400);
    assert_eq!(
        results[4]["receipt"]["events"][0]["subject"],
        "release/till-3"
    );
    let seen: u64 = answer.header("holdpoint-position").parse().unwrap();
    assert_eq!(seen, world.size() - 1);

    let again = world.post(&token, "/api/v1/commands/batch", &json!([keyed]));
    assert_eq!(again.json()[0]["receipt"]["repeated"], true);
    assert_eq!(
        again.json()[0]["receipt"]["events"],
        results[2]["receipt"]["events"]
    );
}

#[test]
fn lines_are_a_batch_too() {
    let world = World::new();
    let token = world.hire("rita", Some("release-manager"), None);
    let lines = format!("{}\n{}\n\n", create("till-1"), create("till-2"));
    let ask = |kind: &str, body: String| {
        let request = Request::post("/api/v1/commands/batch")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", kind);
        world.ask(request.body(Body::from(body)).unwrap())
    };
    let results = ask("application/x-ndjson", lines).is(200).json();
    assert_eq!(
        results[1]["receipt"]["events"][0]["subject"],
        "release/till-2"
    );
    ask("application/x-ndjson", "{\n".to_owned()).is(400);
    ask("application/x-ndjson", String::new()).is(400);
    ask("text/plain", "{}".to_owned()).is(415);
    let many = vec![json!({ "command": "no" }); 1_001];
    let many = ask("application/json", json!(many).to_string()).is(400);
    assert!(
        many.text().contains("1 to 1000 commands"),
        "{}",
        many.text()
    );
}
