//! SCIM, as directories speak it: Entra brings people and groups in, roles follow, and whoever leaves is out at once.

use axum::body::Body;
use axum::http::Request;
use holdpoint_service::LogIn;
use serde_json::{Value, json};

use crate::world::{Answer, World};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The directory, with a token of its own, and what its groups are here.
struct Entra {
    world: World,
    token: String,
}

impl Entra {
    fn new() -> Self {
        let world = World::new();
        let token = world.hire("entra", Some("provisioner"), None);
        let line = json!({ "group": "Payments Owners", "role": "component-owner", "scope": "organisation" });
        let settings = json!({ "settings": { "directory": { "groups": [line] } } });
        let apply = world.command("organisation.apply", json!({ "changes": [settings] }));
        world.post(&world.admin, "/api/v1/commands", &apply).is(200);
        Self { world, token }
    }

    fn send(&self, method: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2{path}"))
            .header("host", "holdpoint.example")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/scim+json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        self.world.ask(request.body(body).unwrap())
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null, &[])
    }

    fn patch(&self, path: &str, operations: Value) -> Answer {
        let body = json!({ "schemas": [PATCH], "Operations": operations });
        self.send("PATCH", path, &body, &[])
    }

    /// The user as Entra makes it.
    fn anna(&self) -> String {
        let body = json!({
            "schemas": [holdpoint_scim::USER_SCHEMA, holdpoint_scim::ENTERPRISE.id],
            "externalId": "0a21f0f2", "userName": "anna.meier@acme.example", "active": true,
            "displayName": "Anna Meier", "name": { "givenName": "Anna", "familyName": "Meier" },
            "emails": [{ "primary": true, "type": "work", "value": "anna.meier@acme.example" }],
            holdpoint_scim::ENTERPRISE.id: { "department": "Pay" },
            "meta": { "resourceType": "User" }, "roles": [],
        });
        let made = self.send("POST", "/Users", &body, &[]).is(201);
        made.json()["id"].as_str().unwrap().to_owned()
    }

    /// What somebody is, as the ledger says.
    fn roles(&self, id: &str) -> Vec<String> {
        let path = format!("/api/v1/query/person.show?person={id}");
        let shown = self.world.get(&self.world.admin, &path).is(200).json();
        let grants = shown["grants"].as_array().unwrap().clone();
        let roles = grants
            .iter()
            .map(|grant| grant["role"].as_str().unwrap().to_owned());
        roles.collect()
    }
}

/// The error of the standard.
fn wrong(answer: &Answer, status: u16, kind: Option<&str>) {
    let said = answer.json();
    assert_eq!(answer.status, status, "{said}");
    assert_eq!(answer.header("content-type"), "application/scim+json");
    assert_eq!(
        said["schemas"][0],
        "urn:ietf:params:scim:api:messages:2.0:Error"
    );
    assert_eq!(said["status"], status.to_string());
    assert_eq!(said["scimType"].as_str(), kind, "{said}");
}

#[test]
fn entra_brings_somebody_in_gives_roles_by_groups_and_takes_them_out() {
    let entra = Entra::new();
    // It looks whether somebody is there, and makes them.
    let path = "/Users?filter=userName%20eq%20%22anna.meier@acme.example%22";
    assert_eq!(entra.get(path).is(200).json()["totalResults"], 0);
    let id = entra.anna();
    let found = entra.get(path).is(200).json();
    assert_eq!(
        (&found["totalResults"], &found["Resources"][0]["id"]),
        (&json!(1), &json!(id))
    );
    assert_eq!(
        found["Resources"][0][holdpoint_scim::ENTERPRISE.id]["department"],
        "Pay"
    );
    // The ledger has an id, and nothing of what was said.
    let mut ledger = Vec::new();
    let engine = entra.world.service.engine();
    let take = &mut |_, entry: &[u8]| {
        ledger.extend_from_slice(entry);
        Ok(())
    };
    engine.visit(0..entra.world.size(), take).unwrap();
    let ledger = String::from_utf8(ledger).unwrap();
    assert!(ledger.contains(&id) && !ledger.contains("eier") && !ledger.contains("0a21f0f2"));
    // A group is made empty, gets her in, and with her the role.
    let body = json!({ "schemas": [holdpoint_scim::GROUP_SCHEMA], "externalId": "g-1", "displayName": "Payments Owners", "members": [] });
    let made = entra.send("POST", "/Groups", &body, &[]).is(201).json();
    let group = format!("/Groups/{}", made["id"].as_str().unwrap());
    assert_eq!(
        made["meta"]["location"],
        format!("http://holdpoint.example/scim/v2{group}")
    );
    let add = json!([{ "op": "Add", "path": "members", "value": [{ "value": id }] }]);
    entra.patch(&group, add).is(200);
    assert_eq!(entra.roles(&id), ["component-owner"]);
    let user = entra.get(&format!("/Users/{id}")).is(200).json();
    assert_eq!(user["groups"][0]["display"], "Payments Owners");
    // She signs in, leaves the group, and the role is gone.
    let person = id.parse().unwrap();
    let service = &entra.world.service;
    service
        .choose_password(&person, None, "correct horse battery staple")
        .unwrap();
    let log_in = LogIn {
        handle: "anna.meier".into(),
        password: "correct horse battery staple".into(),
    };
    let session = service.login(log_in.clone(), None).unwrap();
    let token = service.vault().issue_token(&id, "ci", None).unwrap();
    assert_eq!(entra.world.get(&token, "/api/v1/me").status, 200);
    let remove = json!([{ "op": "Remove", "path": "members", "value": [{ "value": id }] }]);
    entra.patch(&group, remove).is(200);
    assert_eq!(entra.roles(&id), Vec::<String>::new());
    assert!(service.session(&session.token).unwrap().is_some());
    // She leaves: session and token are dead at once, and no password brings them back.
    let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    assert_eq!(
        entra.patch(&format!("/Users/{id}"), off).is(200).json()["active"],
        false
    );
    assert_eq!(service.session(&session.token).unwrap(), None);
    assert_eq!(entra.world.get(&token, "/api/v1/me").status, 401);
    assert!(service.login(log_in, None).is_err());
    let on = json!([{ "op": "Replace", "path": "active", "value": "True" }]);
    assert_eq!(
        entra.patch(&format!("/Users/{id}"), on).is(200).json()["active"],
        true
    );
    assert_eq!(entra.world.get(&token, "/api/v1/me").status, 401);
}

#[test]
fn who_is_deleted_is_no_user_and_comes_back_as_who_they_were() {
    let entra = Entra::new();
    let id = entra.anna();
    let user = format!("/Users/{id}");
    entra.send("DELETE", &user, &Value::Null, &[]).is(204);
    wrong(&entra.get(&user), 404, None);
    wrong(&entra.send("DELETE", &user, &Value::Null, &[]), 404, None);
    let shown = entra.world.get(
        &entra.world.admin,
        &format!("/api/v1/query/person.show?person={id}"),
    );
    let shown = shown.is(200).json();
    assert!(
        shown["deactivated"].is_string() && shown["handle"] == "anna.meier",
        "{shown}"
    );
    assert_eq!(entra.anna(), id);
    assert_eq!(entra.get(&user).is(200).json()["active"], true);
    // Erasing is another command, and reaches what the directory has said.
    let erase = entra.world.command("person.erase", json!({ "person": id }));
    entra
        .world
        .post(&entra.world.admin, "/api/v1/commands", &erase)
        .is(200);
    wrong(&entra.get(&user), 404, None);
    assert_ne!(entra.anna(), id);
}

#[test]
fn versions_keep_two_from_changing_the_same() {
    let entra = Entra::new();
    let user = format!("/Users/{}", entra.anna());
    let shown = entra.get(&user).is(200);
    let version = shown.header("etag").to_owned();
    assert_eq!(shown.json()["meta"]["version"], version);
    assert_eq!(
        entra
            .send("GET", &user, &Value::Null, &[("if-none-match", &version)])
            .status,
        304
    );
    let title =
        |text: &str| json!({ "Operations": [{ "op": "replace", "path": "title", "value": text }] });
    let changed = entra
        .send("PATCH", &user, &title("Chief"), &[("if-match", &version)])
        .is(200);
    assert_ne!(changed.header("etag"), version);
    wrong(
        &entra.send("PATCH", &user, &title("Other"), &[("if-match", &version)]),
        412,
        None,
    );
    wrong(
        &entra.send("DELETE", &user, &Value::Null, &[("if-match", &version)]),
        412,
        None,
    );
    assert_eq!(entra.get(&user).json()["title"], "Chief");
    let some = entra.get(&format!("{user}?attributes=title")).json();
    assert_eq!(some.as_object().unwrap().len(), 3, "{some}");
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_the_standard() {
    let entra = Entra::new();
    let id = entra.anna();
    let post = |path: &str, body: Value| entra.send("POST", path, &body, &[]);
    wrong(
        &entra.get("/Users?filter=userName%20is%201"),
        400,
        Some("invalidFilter"),
    );
    wrong(
        &post("/Users", json!({ "userName": "Anna.Meier@acme.example" })),
        409,
        Some("uniqueness"),
    );
    wrong(
        &post(
            "/Users",
            json!({ "userName": "x", "emails": [{ "value": "anna.meier@acme.example" }] }),
        ),
        409,
        Some("uniqueness"),
    );
    wrong(&post("/Users", json!({})), 400, Some("invalidValue"));
    wrong(
        &post(
            "/Groups",
            json!({ "displayName": "g", "members": [{ "value": "nobody" }] }),
        ),
        400,
        Some("invalidValue"),
    );
    post("/Groups", json!({ "displayName": "g" })).is(201);
    wrong(
        &post("/Groups", json!({ "displayName": "G" })),
        409,
        Some("uniqueness"),
    );
    // A name of somebody would stand in the ledger for ever.
    wrong(
        &post("/Groups", json!({ "displayName": "team of Anna Meier" })),
        400,
        Some("invalidValue"),
    );
    wrong(
        &entra.patch(
            &format!("/Users/{id}"),
            json!([{ "op": "remove", "path": "userName" }]),
        ),
        400,
        Some("mutability"),
    );
    wrong(&entra.get("/Users/per_0"), 404, None);
    wrong(&entra.get("/Nothing"), 404, None);
    wrong(&entra.send("PUT", "/Users", &json!({}), &[]), 405, None);
    let unread =
        Request::post("/scim/v2/Users").header("authorization", format!("Bearer {}", entra.token));
    wrong(
        &entra.world.ask(unread.body(Body::from("{")).unwrap()),
        400,
        Some("invalidSyntax"),
    );
    let stranger = Request::get("/scim/v2/Users").body(Body::empty()).unwrap();
    wrong(&entra.world.ask(stranger), 401, None);
    let admin = Request::get("/scim/v2/Users")
        .header("authorization", format!("Bearer {}", entra.world.admin));
    wrong(
        &entra.world.ask(admin.body(Body::empty()).unwrap()),
        403,
        None,
    );
    // The directory itself is no user of its own, and the last administrator stays.
    let all = entra.get("/Users").is(200).json();
    let users: Vec<_> = all["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["userName"].clone())
        .collect();
    assert_eq!(users.len(), 2, "{users:?}");
    assert!(!users.contains(&json!("entra")));
    let admin = all["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["userName"] == "admin")
        .unwrap();
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    wrong(
        &entra.patch(&format!("/Users/{}", admin["id"].as_str().unwrap()), off),
        400,
        Some("mutability"),
    );
}

#[test]
fn it_tells_of_itself_and_searches_everything() {
    let entra = Entra::new();
    entra.anna();
    let config = entra.get("/ServiceProviderConfig").is(200).json();
    assert_eq!(
        (&config["patch"]["supported"], &config["bulk"]["supported"]),
        (&json!(true), &json!(false))
    );
    for place in ["/ResourceTypes", "/Schemas"] {
        let all = entra.get(place).is(200).json();
        for one in all["Resources"].as_array().unwrap() {
            let id = one["id"].as_str().unwrap();
            assert_eq!(&entra.get(&format!("{place}/{id}")).is(200).json(), one);
        }
        wrong(&entra.get(&format!("{place}/nothing")), 404, None);
    }
    entra
        .send("POST", "/Groups", &json!({ "displayName": "anna's" }), &[])
        .is(201);
    let search = |place: &str, body: Value| entra.send("POST", place, &body, &[]).is(200).json();
    let found = search(
        "/.search",
        json!({ "filter": "displayName sw \"anna\"", "attributes": ["displayName"] }),
    );
    assert_eq!(found["totalResults"], 2, "{found}");
    let found = search("/Groups/.search", json!({ "count": 1 }));
    assert_eq!(found["Resources"][0]["displayName"], "anna's");
}
