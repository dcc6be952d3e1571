//! A program bears a token of its issuer instead of one of ours.

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use holdpoint_ports::Clock as _;
use serde_json::{Value, json};

use crate::world::World;

const ISSUER: &str = "https://ci.example";

fn secret() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

/// Lets jobs of one repository in.
pub(crate) fn let_in(world: &World) {
    let x = URL_SAFE_NO_PAD.encode(secret().verifying_key().as_bytes());
    let keys = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x}]}).to_string();
    let issuer =
        json!({"name": "ci", "url": ISSUER, "audience": "https://a.example", "keys": keys});
    let rule = json!({"name": "till-ci", "issuer": "ci", "claims": {"repository": ["acme/till"]},
        "role": "developer", "scope": "organisation"});
    let settings = json!({"settings": {"workloads": {"issuers": [issuer], "allow": [rule]}}});
    let apply = world.command("organisation.apply", json!({"changes": [settings]}));
    world.post(&world.admin, "/api/v1/commands", &apply).is(200);
}

/// The token of a job.
pub(crate) fn token(world: &World, repository: &str) -> String {
    let now = world.clock.now() / 1_000;
    let claims = json!({"iss": ISSUER, "aud": "https://a.example", "sub": format!("repo:{repository}"),
        "repository": repository, "run_id": "1", "iat": now, "exp": now + 600});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&json!({"alg": "EdDSA"})), part(&claims));
    let signature = secret().sign(message.as_bytes()).to_bytes();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn a_job_is_known_by_the_token_of_its_issuer() {
    let world = World::new();
    let_in(&world);
    let good = token(&world, "acme/till");
    let me = world.get(&good, "/api/v1/me").is(200).json();
    assert_eq!(me["workload"]["name"], json!("till-ci"));
    let create = json!({"release": "till-2", "components": ["till"]});
    let create = world.command("release.create", create);
    world.post(&good, "/api/v1/commands", &create).is(200);
    let grant =
        json!({"person": {"handle": "admin"}, "role": "developer", "scope": "organisation"});
    let grant = world.command("access.grant", grant);
    let refused = world.post(&good, "/api/v1/commands", &grant).is(409).json();
    assert_eq!(refused["code"], json!("workload-may-not"));
    let stranger = token(&world, "acme/other");
    let refused = world.get(&stranger, "/api/v1/me").is(401).json();
    assert_eq!(refused["code"], json!("who-are-you"));
}

#[test]
fn a_broken_token_is_a_strangers_and_long_ones_are_not_looked_at() {
    let world = World::new();
    let_in(&world);
    let good = token(&world, "acme/till");
    for wrong in [
        "..".to_owned(),
        format!("{good}x"),
        good.replacen('.', "..", 1),
        format!("{good}{}", "A".repeat(20_000)),
    ] {
        world.get(&wrong, "/api/v1/me").is(401);
    }
    let request = Request::get("/api/v1/me").header("authorization", format!("Basic {good}"));
    world.ask(request.body(Body::empty()).unwrap()).is(401);
}
