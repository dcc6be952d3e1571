//! What answers look like, whatever they say.

use axum::body::Body;
use axum::http::Request;
use flate2::read::GzDecoder;
use serde_json::json;

use crate::world::{Answer, World};

fn problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["code"], code);
    assert_eq!(problem["status"], status);
}

fn bare(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path)
}

#[test]
fn whatever_goes_wrong_is_a_problem() {
    let world = World::new();
    let admin = format!("Bearer {}", world.admin);
    let ask = |request: axum::http::request::Builder, body: &str| {
        let request = request.header("authorization", admin.as_str());
        world.ask(request.body(Body::from(body.to_owned())).unwrap())
    };
    problem(&ask(bare("GET", "/nothing"), ""), 404, "not-found");
    problem(&ask(bare("GET", "/api/v1/nothing"), ""), 404, "not-found");
    let unknown = ask(bare("GET", "/api/v1/query/nothing"), "");
    problem(&unknown, 404, "query-unknown");

    let wrong = ask(bare("DELETE", "/api/v1/commands"), "");
    problem(&wrong, 405, "method-not-allowed");
    assert_eq!(wrong.header("allow"), "POST");

    let json = || bare("POST", "/api/v1/commands").header("content-type", "application/json");
    problem(&ask(json(), "{"), 400, "request-malformed");
    problem(&ask(json(), "{}"), 400, "request-malformed");
    let form = bare("POST", "/api/v1/commands").header("content-type", "text/plain");
    problem(&ask(form, "{}"), 415, "media-type");
    problem(
        &ask(bare("POST", "/api/v1/commands"), "{}"),
        415,
        "media-type",
    );
    let large = format!("\"{}\"", "x".repeat(9 * 1024 * 1024));
    problem(&ask(json(), &large), 413, "request-too-large");
    let dry = bare("POST", "/api/v1/commands?dry_run=perhaps");
    let dry = dry.header("content-type", "application/json");
    problem(&ask(dry, "{}"), 400, "request-malformed");
    let odd = json().header("holdpoint-position", "far");
    problem(&ask(odd, "{}"), 400, "request-malformed");
    let key = json().header("idempotency-key", "");
    problem(
        &ask(key, r#"{"command":"x","arguments":{}}"#),
        400,
        "request-malformed",
    );

    let stranger = world.ask(bare("GET", "/api/v1/me").body(Body::empty()).unwrap());
    problem(&stranger, 401, "who-are-you");
    assert_eq!(stranger.header("www-authenticate"), "Bearer");
}

#[test]
fn every_answer_tells_browsers_what_not_to_do() {
    let world = World::new();
    for path in ["/healthz", "/nothing", "/api/v1/me", "/api/v1/openapi.json"] {
        let answer = world.ask(bare("GET", path).body(Body::empty()).unwrap());
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none';"),
            "{path}: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "");
    }
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let world = World::new();
    let ask = |tag: &str, encoding: &str| {
        let request = bare("GET", "/api/v1/query/unit.list?limit=5")
            .header("authorization", format!("Bearer {}", world.admin))
            .header("if-none-match", tag)
            .header("accept-encoding", encoding);
        world.ask(request.body(Body::empty()).unwrap())
    };
    let first = ask("\"none\"", "").is(200);
    let tag = first.header("etag").to_owned();
    assert_eq!(tag.len(), 34);
    let again = ask(&tag, "").is(304);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), tag);
    assert_eq!(
        again.header("holdpoint-position"),
        first.header("holdpoint-position")
    );
    ask(&tag, "gzip").is(304);
    for number in 0..40 {
        world.write(&format!("unit-number-{number}"));
    }
    let grown = ask(&tag, "").is(200);
    assert_ne!(grown.header("etag"), tag);
}

#[test]
fn large_answers_are_compressed_for_whoever_wants_it() {
    let world = World::new();
    for number in 0..40 {
        world.write(&format!("unit-number-{number}"));
    }
    let ask = |encoding: &str| {
        let request = bare("GET", "/api/v1/query/unit.list")
            .header("authorization", format!("Bearer {}", world.admin))
            .header("accept-encoding", encoding);
        world.ask(request.body(Body::empty()).unwrap()).is(200)
    };
    let plain = ask("br");
    assert_eq!(plain.header("content-encoding"), "");
    let small = ask("gzip, br");
    assert_eq!(small.header("content-encoding"), "gzip");
    assert!(small.header("vary").contains("accept-encoding"));
    assert!(small.body.len() * 2 < plain.body.len());
    let text = std::io::read_to_string(GzDecoder::new(small.body.as_slice())).unwrap();
    assert_eq!(text, plain.text());
    let tag = plain.header("etag").trim_matches('"').to_owned();
    assert_eq!(small.header("etag"), format!("\"{tag}-gzip\""));
}

#[test]
fn it_says_whether_it_lives_and_whether_it_is_ready() {
    let world = World::new();
    let ask = |path: &str| world.ask(bare("GET", path).body(Body::empty()).unwrap());
    assert_eq!(ask("/healthz").is(200).text(), "ok\n");
    assert_eq!(ask("/readyz").is(200).text(), "ready\n");
    world.stop.send(true).unwrap();
    ask("/healthz").is(200);
    let stopping = ask("/readyz");
    problem(&stopping, 503, "server-busy");
    assert_eq!(stopping.header("retry-after"), "1");
}

#[test]
fn a_revoked_token_counts_no_more() {
    let world = World::new();
    let token = world.hire("rita", Some("release-manager"), None);
    world.get(&token, "/api/v1/me").is(200);
    let revoke = json!({ "revoke-tokens": { "person": "rita", "label": "test" } });
    world
        .post(&world.admin, "/api/v1/accounts", &revoke)
        .is(200);
    world.get(&token, "/api/v1/me").is(401);
}

#[test]
fn an_export_is_refused_before_its_first_byte() {
    let world = World::new();
    let export = |query: &str| world.get(&world.admin, &format!("/api/v1/audit/export{query}"));
    problem(&export("?release="), 400, "request-malformed");
    for _ in 0..2 {
        problem(&export("?release=missing"), 409, "release-unknown");
    }
    let whole = export("").is(200);
    assert_eq!(whole.header("content-type"), "application/x-tar");
    assert!(whole.text().contains("manifest.json"));
}
