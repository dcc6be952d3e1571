//! Somebody has the token of the directory: what they get no further with.

use axum::body::Body;
use axum::http::Request;
use holdpoint_service::LogIn;
use serde_json::{Value, json};

use crate::world::{Answer, World};

/// A world, and the token of its directory.
fn stolen() -> (World, String) {
    let world = World::new();
    let token = world.hire("entra", Some("provisioner"), None);
    (world, token)
}

fn scim(world: &World, token: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(format!("/scim/v2{path}"))
        .header("host", "holdpoint.example")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/scim+json");
    let body = match body {
        Value::Null => Body::empty(),
        body => Body::from(body.to_string()),
    };
    world.ask(request.body(body).unwrap())
}

/// Somebody whom the thief makes.
fn made(world: &World, token: &str) -> String {
    let user = json!({ "schemas": [holdpoint_scim::USER_SCHEMA], "userName": "mallory@acme.example",
        "active": true, "password": "mallory's own and long enough" });
    let made = scim(world, token, "POST", "/Users", &user).is(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_stolen_token_of_the_directory_does_nothing_but_provision() {
    let (world, token) = stolen();
    let reads = [
        "/api/v1/query/release.list",
        "/api/v1/query/person.list",
        "/api/v1/query/archive.list",
        "/api/v1/query/entry.list?subject=person/per_0",
        "/api/v1/audit/verify",
        "/api/v1/audit/export",
        "/tile/entries/000.p/1",
    ];
    for path in reads {
        let answer = world.get(&token, path);
        assert!(answer.status >= 400, "{path}: {}", answer.status);
    }
    let grant =
        json!({ "person": { "me": true }, "role": "administrator", "scope": "organisation" });
    let erase = json!({ "person": { "handle": "root" } });
    let configure = json!({ "changes": [{ "unit": { "name": "mine" } }] });
    for (command, arguments) in [
        ("access.grant", grant),
        ("person.erase", erase),
        ("organisation.apply", configure),
        (
            "release.create",
            json!({ "release": "mine-1", "components": ["till"] }),
        ),
        (
            "archive.hold",
            json!({ "scope": "organisation", "reason": { "plain": "x" } }),
        ),
        (
            "person.add",
            json!({ "person": { "new-person": { "handle": "m", "name": "M" } } }),
        ),
    ] {
        let asked = world.command(command, arguments);
        let answer = world.post(&token, "/api/v1/commands", &asked);
        assert!(answer.status >= 400, "{command}: {}", answer.text());
    }
}

#[test]
fn a_stolen_token_of_the_directory_lets_nobody_in() {
    let (world, token) = stolen();
    let id = made(&world, &token);
    let handle = world.get(
        &world.admin,
        &format!("/api/v1/query/person.show?person={id}"),
    );
    let handle = handle.is(200).json()["handle"].as_str().unwrap().to_owned();
    for request in [
        json!({ "issue-enrolment": { "person": handle } }),
        json!({ "issue-token": { "person": handle, "label": "mine" } }),
        json!({ "map-system-user": { "person": handle, "user": "mallory" } }),
        json!({ "link": { "person": handle, "provider": "acme", "subject": "mallory" } }),
    ] {
        let answer = world.post(&token, "/api/v1/accounts", &request);
        assert!(answer.status >= 400, "{request}: {}", answer.text());
    }
    // A password that is sent along is none.
    let login = LogIn {
        handle,
        password: "mallory's own and long enough".to_owned(),
    };
    assert!(world.service.login(login, None).is_err());
}

#[test]
fn a_stolen_token_of_the_directory_cannot_raise_itself() {
    let (world, token) = stolen();
    let found = scim(
        &world,
        &token,
        "GET",
        "/Users?filter=userName%20eq%20%22entra%22",
        &Value::Null,
    );
    assert_eq!(
        found.is(200).json()["totalResults"],
        0,
        "it sees itself as no user"
    );
    let me = world.get(&world.admin, "/api/v1/query/person.show?person=entra");
    let me = me.is(200).json()["person"].as_str().unwrap().to_owned();
    let group = json!({ "schemas": [holdpoint_scim::GROUP_SCHEMA], "displayName": "Admins",
        "members": [{ "value": me }] });
    let answer = scim(&world, &token, "POST", "/Groups", &group);
    assert!(answer.status >= 400, "{}", answer.text());
    let gone = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "active", "value": false }] });
    let answer = scim(&world, &token, "PATCH", &format!("/Users/{me}"), &gone);
    assert_eq!(answer.status, 404, "{}", answer.text());
}
