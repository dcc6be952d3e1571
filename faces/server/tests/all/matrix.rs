//! Every route against every role, a stranger, somebody without a role, and an auditor whose time is over.
//!
//! The rows are the routes themselves: one without a request here fails, and so does one whose answers are not in
//! the table that is checked in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::Request;
use holdpoint_domain::access::Role;
use holdpoint_server::{RouteRow, rows};
use serde_json::{Value, json};

use crate::world::World;

const DIGEST: &str = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// What the row is asked with: what fills its braces, and a body. None for a row that nobody has thought of.
fn asked(row: &RouteRow) -> Option<(String, Option<Value>)> {
    let body = match (row.method, row.path) {
        ("post", "/api/v1/commands") => Some(json!({
            "command": "release.create", "arguments": { "release": "till-2", "components": ["till"] }
        })),
        ("post", "/api/v1/commands/batch") => Some(json!([{ "command": "nothing" }])),
        ("post", "/api/v1/plan") => Some(json!({ "changes": [{ "unit": { "name": "bakery" } }] })),
        ("post", path) if path.starts_with("/api/v1/hooks/kubernetes/") => {
            Some(crate::kubernetes::review(&[]))
        }
        ("post", "/api/v1/accounts") => {
            Some(json!({ "issue-token": { "person": "admin", "label": "stolen" } }))
        }
        ("post", "/api/v1/session") => Some(json!({ "link": "hpl_0" })),
        ("post", "/api/v1/login/{provider}/logout") => Some(json!("logout_token=a.b.c")),
        ("post", "/api/v1/personal") => Some(json!({ "remove-view": { "name": "none" } })),
        ("put", "/api/v1/password") => Some(json!({ "new": "a password of many characters" })),
        ("put", "/api/v1/blobs") => Some(json!("hello")),
        ("post", "/api/v1/enrol") => Some(json!({ "code": "hpl_0", "label": "stolen" })),
        ("post" | "put", "/scim/v2/Users" | "/scim/v2/Users/{id}") => {
            Some(json!({ "userName": "stolen" }))
        }
        ("post" | "put", "/scim/v2/Groups" | "/scim/v2/Groups/{id}") => {
            Some(json!({ "displayName": "owners" }))
        }
        ("post", "/scim/v2/.search" | "/scim/v2/Users/.search" | "/scim/v2/Groups/.search") => {
            Some(json!({}))
        }
        ("patch", _) => Some(json!({ "Operations": [{ "op": "remove", "path": "title" }] })),
        ("get" | "delete", _) => None,
        _ => return None,
    };
    // Rehearsed, so that it can be done by one after the other.
    let path = row.path.replace("v1/commands", "v1/commands?dry_run=true");
    let path = path
        .replace("?dry_run=true/batch", "/batch")
        .replace("{digest}", DIGEST);
    let path = path.replace("{name}", "release.list").replace("{id}", "0");
    let path = path.replace("{provider}", "acme");
    let path = path
        .replace("{environment}", "live")
        .replace("{unknown}", "deny");
    let path = path.replace("{secret}", "hpc_0");
    let path = path.replace("{file}", "all.ics");
    let path = path.replace("{comment}", "com_00000000000000000000000000");
    let path = path.replace("{index}", "0");
    let path = path.replace("{*path}", "entries/000.p/1");
    (!path.contains('{')).then_some((path, body))
}

fn request(row: &RouteRow, token: Option<&str>) -> Request<Body> {
    let found = asked(row);
    let (path, body) =
        found.unwrap_or_else(|| panic!("no request for {} {}", row.method, row.path));
    let mut request = Request::builder()
        .method(row.method.to_uppercase().as_str())
        .uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    let request = request.header("content-type", "application/json");
    request.body(body).unwrap()
}

/// The statuses that everybody in `world` gets, by route.
fn statuses(world: &World, token: Option<&str>) -> Vec<u16> {
    rows()
        .map(|row| world.begin(request(&row, token)).status().as_u16())
        .collect()
}

/// What is checked in must be the same; with `UPDATE` set it becomes so.
fn same(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/all")
        .join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

/// Whoever asks: what they are, and their token.
type Askers = Vec<(String, Option<String>)>;

/// Somebody in each role, by token.
fn one_each(world: &World) -> Askers {
    let hired = Role::ALL.iter().map(|role| {
        let expires = (*role == Role::Auditor).then_some("2026-06-01T00:00:00Z");
        let handle = format!("one-{role}");
        let token = world.hire(&handle, Some(role.as_str()), expires);
        (role.to_string(), Some(token))
    });
    hired.collect()
}

#[test]
fn who_may_use_which_route_without_drift() {
    let world = World::new();
    world.service.blobs().put(&mut &b"hello"[..]).unwrap();
    let mut askers = vec![("a stranger".to_owned(), None)];
    askers.extend(one_each(&world));
    let nobody = world.hire("nobody", None, None);
    askers.push(("without a role".to_owned(), Some(nobody)));
    let late = world.hire("late", Some("auditor"), Some("2026-01-02T00:00:00Z"));
    world.clock.advance(2 * 24 * 60 * 60 * 1_000);
    crate::workloads::let_in(&world);
    let job = crate::workloads::token(&world, "acme/till");
    askers.push(("a workload".to_owned(), Some(job)));
    askers.push(("an expired auditor".to_owned(), Some(late)));

    let mut table: Vec<BTreeMap<u16, Vec<String>>> = rows().map(|_| BTreeMap::new()).collect();
    for (name, token) in &askers {
        let all = statuses(&world, token.as_deref());
        for (row, status) in table.iter_mut().zip(all) {
            row.entry(status).or_default().push(name.clone());
        }
    }
    let mut text = String::new();
    for (row, found) in rows().zip(table) {
        writeln!(text, "{} {}", row.method, row.path).unwrap();
        for (status, names) in found {
            let who = match names.len() == askers.len() {
                true => "everybody".to_owned(),
                false => names.join(", "),
            };
            writeln!(text, "  {status}: {who}").unwrap();
        }
    }
    same("matrix.txt", &text);
}

/// Policies that forbid some roles something: a command, a permission, and all questions.
const POLICIES: &str = r#"
@id("as-the-roles-say") permit (principal, action, resource);
@id("managers-begin-nothing")
forbid (principal in Role::"release-manager", action == Action::"release.create", resource);
@id("auditors-take-nothing-along")
forbid (principal in Role::"auditor", action in Action::"permission/audit.export", resource);
@id("developers-look-at-nothing")
forbid (principal in Role::"developer", action in Action::"permission/read", resource);
@id("administrators-neither")
forbid (principal in Role::"administrator", action in Action::"permission/read", resource);
"#;

/// Somebody in each role and what they get by route, after these policies have been applied one after the other.
fn answered(policies: &[Value]) -> (World, Askers, Vec<Vec<u16>>) {
    let world = World::new();
    world.service.blobs().put(&mut &b"hello"[..]).unwrap();
    let askers = one_each(&world);
    for policies in policies {
        let changes = json!({ "changes": { "policies": policies } });
        let apply = world.command("organisation.apply", changes);
        world.post(&world.admin, "/api/v1/commands", &apply).is(200);
    }
    let each = askers.iter();
    let all = each.map(|(_, token)| statuses(&world, token.as_deref()));
    let all = all.collect();
    (world, askers, all)
}

/// What policies change of the table of roles: they only ever forbid more, and whoever may replace them still can.
#[test]
fn which_routes_policies_forbid_besides_without_drift() {
    let policies = json!({ "text": POLICIES });
    let (_, _, without) = answered(&[]);
    let (world, askers, with) = answered(std::slice::from_ref(&policies));
    let mut text = String::new();
    for (number, row) in rows().enumerate() {
        for ((name, _), (before, after)) in askers.iter().zip(without.iter().zip(&with)) {
            let (before, after) = (before[number], after[number]);
            if before != after {
                let (method, path) = (row.method, row.path);
                assert_eq!(after, 409, "{name} {method} {path}");
                writeln!(text, "{method} {path}: {name} {before} -> {after}").unwrap();
            }
        }
    }
    same("matrix-policies.txt", &text);
    // The answer names the policy.
    let mut managers = askers.iter().filter(|(name, _)| name == "release-manager");
    let token = managers.next().unwrap().1.as_deref().unwrap();
    let create = json!({ "release": "till-2", "components": ["till"] });
    let create = world.command("release.create", create);
    let refused = world.post(token, "/api/v1/commands", &create).is(409);
    let text = refused.text();
    assert!(
        text.contains("policy-forbids") && text.contains("managers-begin-nothing"),
        "{text}"
    );
    // Whoever may configure takes them back, and all is as it was.
    assert_eq!(answered(&[policies, json!({ "roles": true })]).2, without);
}
