//! Browsers that are signed in, and what other sites cannot make them do.

use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use holdpoint_service::{Session, Untaken};
use serde_json::{Value, json};

use crate::world::{Answer, World};

const PASSWORD: &str = "correct horse battery staple";

/// A browser with its cookie and what its pages know.
struct Browser {
    cookie: String,
    csrf: String,
}

impl Browser {
    fn ask(
        &self,
        world: &World,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookie);
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        world.ask(request.body(Body::from(body.to_owned())).unwrap())
    }
}

fn sign_in(world: &World, proof: &Value) -> Answer {
    let request = Request::post("/api/v1/session").header("content-type", "application/json");
    world.ask(request.body(Body::from(proof.to_string())).unwrap())
}

fn rita(world: &World) -> Browser {
    let token = world.hire("rita", Some("release-manager"), None);
    let put = Request::put("/api/v1/password")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    let chosen = json!({ "new": PASSWORD }).to_string();
    world.ask(put.body(Body::from(chosen)).unwrap()).is(204);
    browser(&sign_in(world, &json!({ "handle": "rita", "password": PASSWORD })).is(200))
}

fn browser(answer: &Answer) -> Browser {
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    Browser {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        csrf: answer.json()["csrf"].as_str().unwrap().to_owned(),
    }
}

fn create(name: &str) -> String {
    let arguments = json!({ "release": name, "components": ["till"] });
    json!({ "command": "release.create", "arguments": arguments }).to_string()
}

#[test]
fn a_browser_signs_in_and_out() {
    let world = World::for_browsers(None);
    let rita = rita(&world);
    let me = rita
        .ask(&world, "GET", "/api/v1/me", &[], "")
        .is(200)
        .json();
    assert_eq!(me["person"]["handle"], "rita");
    let shown = rita.ask(&world, "GET", "/api/v1/session", &[], "").is(200);
    assert_eq!(shown.json()["csrf"], rita.csrf);
    let list = rita
        .ask(&world, "GET", "/api/v1/sessions", &[], "")
        .is(200)
        .json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert!(list[0]["csrf"].is_null(), "{list}");

    let csrf = [("x-csrf-token", rita.csrf.as_str())];
    let out = rita
        .ask(&world, "DELETE", "/api/v1/session", &csrf, "")
        .is(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    rita.ask(&world, "GET", "/api/v1/me", &[], "").is(401);
}

#[test]
fn a_change_bears_what_only_our_pages_know() {
    let world = World::for_browsers(None);
    let rita = rita(&world);
    let json = ("content-type", "application/json");
    let ask = |more: &[(&str, &str)], body: &str| {
        rita.ask(&world, "POST", "/api/v1/commands", more, body)
    };
    let without = ask(&[json], &create("till-1")).is(403);
    assert_eq!(without.json()["code"], "request-forged");
    let wrong = "0".repeat(64);
    ask(&[json, ("x-csrf-token", &wrong)], &create("till-1")).is(403);
    let right = ("x-csrf-token", rita.csrf.as_str());
    ask(
        &[json, right, ("sec-fetch-site", "cross-site")],
        &create("till-1"),
    )
    .is(403);
    ask(
        &[json, right, ("sec-fetch-site", "same-site")],
        &create("till-1"),
    )
    .is(403);
    ask(
        &[json, right, ("origin", "https://evil.example")],
        &create("till-1"),
    )
    .is(403);
    ask(
        &[json, right, ("sec-fetch-site", "same-origin")],
        &create("till-1"),
    )
    .is(200);
    // Who bears a token is a program, even if a cookie comes along.
    let token = world.hire("bot", Some("release-manager"), None);
    let bearer = format!("Bearer {token}");
    ask(&[json, ("authorization", &bearer)], &create("till-2")).is(200);
    // Nobody is signed in from another site either.
    let request = Request::post("/api/v1/session")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "cross-site");
    world.ask(request.body(Body::from("{}")).unwrap()).is(403);
}

#[test]
fn guessing_is_slowed_down() {
    let world = World::for_browsers(None);
    rita(&world);
    let guess = json!({ "handle": "rita", "password": "wrong" });
    for _ in 0..6 {
        sign_in(&world, &guess).is(401);
    }
    let late = sign_in(&world, &guess).is(429);
    assert_eq!(late.header("retry-after"), "1");
    assert_eq!(late.json()["code"], "too-many-attempts");
}

/// What lets the administrator in once, as a browser presents it.
fn enrolment(world: &World) -> Value {
    let issue = json!({ "issue-enrolment": { "person": "admin" } });
    let told = world.post(&world.admin, "/api/v1/accounts", &issue);
    json!({ "link": told.is(200).json()["enrolment"] })
}

#[test]
fn an_enrolment_signs_in_once() {
    let world = World::for_browsers(None);
    let link = enrolment(&world);
    let admin = browser(&sign_in(&world, &link).is(200));
    admin.ask(&world, "GET", "/api/v1/me", &[], "").is(200);
    sign_in(&world, &link).is(401);
}

#[test]
fn nobody_signs_in_over_a_connection_that_others_read() {
    let world = World::new();
    let link = enrolment(&world);
    let refused = sign_in(&world, &link).is(403);
    assert_eq!(refused.json()["code"], "connection-insecure");
    assert_eq!(refused.header("set-cookie"), "");
}

#[test]
fn sessions_are_ended_from_elsewhere() {
    let world = World::for_browsers(None);
    let one = rita(&world);
    let two = browser(&sign_in(
        &world,
        &json!({ "handle": "rita", "password": PASSWORD }),
    ));
    let list = two.ask(&world, "GET", "/api/v1/sessions", &[], "").json();
    let shown = one.ask(&world, "GET", "/api/v1/session", &[], "").json();
    let id = shown["id"].as_str().unwrap();
    assert!(list.as_array().unwrap().iter().any(|one| one["id"] == id));
    let csrf = [("x-csrf-token", two.csrf.as_str())];
    let path = format!("/api/v1/sessions/{id}");
    two.ask(&world, "DELETE", &path, &csrf, "").is(204);
    two.ask(&world, "DELETE", &path, &csrf, "").is(404);
    one.ask(&world, "GET", "/api/v1/me", &[], "").is(401);
    two.ask(&world, "DELETE", "/api/v1/sessions", &csrf, "")
        .is(204);
    two.ask(&world, "GET", "/api/v1/me", &[], "").is(401);
}

/// Pages of somebody else's, who know nothing of cookies.
fn pages() -> Router {
    let who = async |session: Option<Extension<Session>>| match session {
        Some(Extension(session)) => session.person.to_string(),
        None => "a stranger".to_owned(),
    };
    let change = async |headers: HeaderMap, body: String| {
        assert!(headers.contains_key("cookie"));
        body
    };
    let missing =
        async || -> Response { (axum::http::StatusCode::NOT_FOUND, "a page").into_response() };
    Router::new()
        .route("/", get(who))
        .route("/change", post(change))
        .fallback(missing)
}

#[test]
fn pages_find_who_is_signed_in_and_forms_bear_the_token() {
    let world = World::for_browsers(Some(pages()));
    let rita = rita(&world);
    let stranger = world.ask(Request::get("/").body(Body::empty()).unwrap());
    assert_eq!(stranger.is(200).text(), "a stranger");
    let page = rita.ask(&world, "GET", "/", &[], "").is(200);
    assert!(page.text().starts_with("per_"));
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    assert_eq!(
        rita.ask(&world, "GET", "/nothing", &[], "").is(404).text(),
        "a page"
    );
    let api = rita.ask(&world, "GET", "/api/v1/nothing", &[], "").is(404);
    assert_eq!(api.json()["code"], "not-found");

    let form = ("content-type", "application/x-www-form-urlencoded");
    let body = format!("name=x&csrf={}", rita.csrf);
    let done = rita.ask(&world, "POST", "/change", &[form], &body).is(200);
    assert_eq!(done.text(), body);
    rita.ask(&world, "POST", "/change", &[form], "name=x")
        .is(403);
    let parts = ("content-type", "multipart/form-data; boundary=x");
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x--\r\n",
        rita.csrf
    );
    rita.ask(&world, "POST", "/change", &[parts], &body).is(200);
    rita.ask(&world, "POST", "/change", &[parts], "--x--\r\n")
        .is(403);
}

/// Pages that say what they are told of a form.
fn telling() -> Router {
    let tell = async |session: Option<Extension<Session>>,
                      untaken: Option<Extension<Untaken>>,
                      body: Bytes| match (session, untaken) {
        (Some(_), None) => "taken".to_owned(),
        (None, Some(Extension(why))) => {
            let who = why.session.map_or("nobody", |_| "somebody");
            format!("{who} whole={} {}", why.whole, body.len())
        }
        (session, _) => format!("session={}", session.is_some()),
    };
    let router = Router::new().route("/change", post(tell));
    router.layer(DefaultBodyLimit::disable())
}

#[test]
fn a_form_of_ours_that_is_not_taken_is_left_to_the_pages() {
    let world = World::for_browsers(Some(telling()));
    let rita = rita(&world);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let (here, beside) = (
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "same-site"),
    );
    let ask =
        |headers: &[(&str, &str)], body: &str| rita.ask(&world, "POST", "/change", headers, body);
    let right = format!("csrf={}", rita.csrf);
    assert_eq!(ask(&[form, here], &right).is(200).text(), "taken");
    let stale = format!("csrf={}&text=mine", "0".repeat(64));
    let told = ask(&[form, here], &stale).is(200).text();
    assert_eq!(told, format!("somebody whole=true {}", stale.len()));
    // Nobody knows where that is from: no page shows it to be sent again.
    let code = |answer: Answer| answer.json()["code"].as_str().unwrap().to_owned();
    assert_eq!(code(ask(&[form], &stale).is(403)), "request-forged");
    assert_eq!(code(ask(&[form, beside], &stale).is(403)), "request-forged");
    // What is too large is heard out, and its beginning kept.
    let large = format!("{right}&text={}", "x".repeat(9 << 20));
    let told = ask(&[form, here], &large).is(200).text();
    assert_eq!(told, format!("somebody whole=false {}", 8 << 20));
    assert_eq!(code(ask(&[form], &large).is(413)), "request-too-large");
    let api = rita.ask(&world, "POST", "/api/v1/commands", &[form, here], &stale);
    assert_eq!(code(api.is(403)), "request-forged");
    // The session has ended.
    let csrf = [("x-csrf-token", rita.csrf.as_str())];
    rita.ask(&world, "DELETE", "/api/v1/session", &csrf, "")
        .is(204);
    let told = ask(&[form, here], &stale).is(200).text();
    assert_eq!(told, format!("nobody whole=true {}", stale.len()));
    let told = ask(&[form, here], &large).is(200).text();
    assert_eq!(told, format!("nobody whole=false {}", 128 << 10));
    assert_eq!(ask(&[form], &stale).is(200).text(), "session=false");
}
