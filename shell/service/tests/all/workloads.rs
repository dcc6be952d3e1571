//! Programs prove what they are by tokens of their issuers, and are known by nothing else.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use holdpoint_domain::Actor;
use holdpoint_ports::{BasicCredentials, Clock as _, ProviderAnswer, ProviderClient};
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use crate::world::World;

const ISSUER: &str = "https://ci.example";
const AUDIENCE: &str = "https://holdpoint.example.org";

/// An issuer with a key that it may change, reached by a client that counts.
#[derive(Default)]
struct Issuer {
    key: Mutex<u8>,
    asked: AtomicUsize,
}

impl Issuer {
    fn secret(&self) -> (String, SigningKey) {
        let number = *self.key.lock().unwrap();
        (
            format!("key-{number}"),
            SigningKey::from_bytes(&[number; 32]),
        )
    }

    fn rotate(&self) {
        *self.key.lock().unwrap() += 1;
    }

    fn keys(&self) -> Value {
        let (name, secret) = self.secret();
        let x = URL_SAFE_NO_PAD.encode(secret.verifying_key().as_bytes());
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": name, "x": x}]})
    }

    fn token(&self, claims: &Value) -> String {
        let (name, secret) = self.secret();
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({"alg": "EdDSA", "typ": "JWT", "kid": name});
        let message = format!("{}.{}", part(&header), part(claims));
        let signature = secret.sign(message.as_bytes()).to_bytes();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

impl ProviderClient for Issuer {
    fn get(&self, url: &str) -> Result<ProviderAnswer, String> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let body = match url.strip_prefix(ISSUER) {
            Some("/.well-known/openid-configuration") => {
                json!({"issuer": ISSUER, "jwks_uri": format!("{ISSUER}/keys")})
            }
            Some("/keys") => self.keys(),
            _ => return Err("nobody is there".to_owned()),
        };
        let body = body.to_string().into_bytes();
        Ok(ProviderAnswer { status: 200, body })
    }

    fn post(
        &self,
        _: &str,
        _: String,
        _: Option<BasicCredentials<'_>>,
    ) -> Result<ProviderAnswer, String> {
        Err("nothing is sent".to_owned())
    }
}

/// A world in which jobs of one repository are let in.
fn world() -> (World, Arc<Issuer>) {
    let issuer = Arc::new(Issuer::default());
    let mut world = World::new();
    let client: Arc<dyn ProviderClient> = Arc::clone(&issuer) as _;
    world.service = world.service.reaching(client);
    let_in(
        &world,
        None,
        json!({"repository": ["acme/till"], "ref": ["refs/heads/*"]}),
    );
    (world, issuer)
}

fn let_in(world: &World, keys: Option<String>, claims: Value) {
    let issuer = json!({"name": "github", "url": ISSUER, "audience": AUDIENCE, "keys": keys});
    let rule = json!({"name": "ci", "issuer": "github", "claims": claims, "role": "developer",
        "scope": {"unit": "shop"}});
    let settings = json!({"settings": {"workloads": {"issuers": [issuer], "allow": [rule]}}});
    let apply = json!({"changes": [settings]});
    world
        .ask(&world.admin, "organisation.apply", apply)
        .unwrap();
}

/// Claims of a job, with some that are otherwise.
fn claims(world: &World, changes: &Value) -> Value {
    let now = world.clock.now() / 1_000;
    let mut all = json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "repo:acme/till:ref:refs/heads/main",
        "repository": "acme/till", "ref": "refs/heads/main", "run_id": "4711", "run_attempt": "2",
        "iat": now, "nbf": now, "exp": now + 300});
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    all
}

fn admitted(world: &World, issuer: &Issuer, changes: &Value) -> Result<Actor, String> {
    let token = issuer.token(&claims(world, changes));
    match world.service.admit_workload(&token) {
        Ok(actor) => Ok(actor),
        Err(ServiceError::Stranger(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

/// What the ledger says of programs that were let in.
fn written(world: &World) -> Vec<BTreeMap<String, Value>> {
    let asked = json!({"subject": "workload/ci"});
    let listed = world.query("entry.list", asked).unwrap();
    let entries = listed["entries"].as_array().unwrap();
    let data = |entry: &Value| serde_json::from_value(entry["data"].clone()).unwrap();
    entries.iter().map(data).collect()
}

#[test]
fn a_job_is_let_in_and_its_run_is_written_once() {
    let (world, issuer) = world();
    let size = world.size();
    let actor = admitted(&world, &issuer, &json!({})).unwrap();
    assert!(actor.to_string().starts_with("workload/ci/wkl_"), "{actor}");
    assert_eq!(admitted(&world, &issuer, &json!({})), Ok(actor.clone()));
    let later = json!({"jti": "another token of the same run"});
    assert_eq!(admitted(&world, &issuer, &later), Ok(actor.clone()));
    assert_eq!(world.size(), size + 1);
    let entry = &written(&world)[0];
    assert_eq!(
        entry["subject"],
        json!("repo:acme/till:ref:refs/heads/main")
    );
    assert_eq!(entry["called"], json!("4711 attempt 2"));
    assert_eq!(entry["issuer"], json!(ISSUER));
    let looked_at = json!({"repository": "acme/till", "ref": "refs/heads/main"});
    assert_eq!(entry["claims"], looked_at);
    let another = admitted(&world, &issuer, &json!({"run_id": "4712"})).unwrap();
    assert_ne!(another, actor);
    assert_eq!(world.size(), size + 2);
    // The key was fetched once.
    assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
}

#[test]
fn a_job_puts_a_release_together_and_approves_nothing() {
    let (world, issuer) = world();
    let actor = admitted(&world, &issuer, &json!({})).unwrap();
    let create = json!({"release": "till-1", "components": ["till"]});
    world.ask(&actor, "release.create", create).unwrap();
    let listed = world
        .query("entry.list", json!({"subject": "release/till-1"}))
        .unwrap();
    assert_eq!(
        listed["entries"][0]["actor"]["workload"]["name"],
        json!("ci")
    );
    let approve = json!({"release": "till-1", "say": "approve", "role": "component-owner"});
    let refused = world.ask(&actor, "approval.decide", approve).unwrap_err();
    assert_eq!(refused.code(), "workload-may-not");
    let gate = json!({"release": "till-1"});
    let shown = world
        .service
        .query(&actor, "release.show", gate, holdpoint_service::At::Now);
    assert!(shown.is_ok());
    let mine = world
        .service
        .query(&actor, "inbox", json!({}), holdpoint_service::At::Now);
    assert!(mine.is_err());
    let titled =
        json!({"release": "till-2", "components": ["till"], "title": {"plain": "of Anna"}});
    let refused = world.ask(&actor, "release.create", titled).unwrap_err();
    assert_eq!(refused.code(), "request-malformed");
}

#[test]
fn what_does_not_fit_is_nobody_and_that_is_written() {
    let (world, issuer) = world();
    let said = |changes: Value| admitted(&world, &issuer, &changes).unwrap_err();
    let missed = |claim: &str| {
        format!(
            "the token is of `github`, and of no workload that is let in: it is not `ci` by `{claim}`"
        )
    };
    assert_eq!(
        said(json!({"repository": "acme/till-fork"})),
        missed("repository")
    );
    assert_eq!(said(json!({"ref": "refs/pull/7/merge"})), missed("ref"));
    assert_eq!(
        said(json!({"aud": "https://elsewhere.example"})),
        "the token is for `https://elsewhere.example`, not for `https://holdpoint.example.org` alone"
    );
    assert_eq!(
        said(json!({"iss": "https://evil.example"})),
        "tokens of `https://evil.example` let nobody in here"
    );
    let now = world.clock.now() / 1_000;
    assert_eq!(
        said(json!({"exp": now - 61})),
        "the token has expired 61 seconds ago"
    );
    assert_eq!(
        said(json!({"exp": now + 90_000})),
        "the token counts for 90000 seconds, which is longer than 86400"
    );
    assert_eq!(
        world.service.admit_workload("a.b.c").unwrap_err().code(),
        "who-are-you"
    );
    let listed = world
        .query("entry.list", json!({"subject": "session/nobody"}))
        .unwrap();
    // One in ten seconds, however often somebody knocks.
    assert_eq!(listed["entries"].as_array().unwrap().len(), 1);
    assert!(written(&world).is_empty());
}

#[test]
fn an_issuer_changes_its_keys_and_is_asked_again_but_not_without_end() {
    let (world, issuer) = world();
    assert!(admitted(&world, &issuer, &json!({})).is_ok());
    issuer.rotate();
    // Asked a moment ago, it is not asked again.
    let said = admitted(&world, &issuer, &json!({"run_id": "2"})).unwrap_err();
    assert_eq!(
        said,
        "the issuer has no key `key-1` that signs tokens like this"
    );
    assert_eq!(issuer.asked.load(Ordering::SeqCst), 2);
    world.clock.advance(60_000);
    assert!(admitted(&world, &issuer, &json!({"run_id": "2"})).is_ok());
    assert_eq!(issuer.asked.load(Ordering::SeqCst), 4);
    let other = Issuer::default();
    let forged = admitted(&world, &other, &json!({"run_id": "3"})).unwrap_err();
    assert_eq!(
        forged,
        "the issuer has no key `key-0` that signs tokens like this"
    );
    assert_eq!(issuer.asked.load(Ordering::SeqCst), 4);
}

#[test]
fn keys_may_stand_in_the_configuration_and_nobody_is_asked() {
    let (world, issuer) = world();
    let keys = issuer.keys().to_string();
    let_in(&world, Some(keys), json!({"repository": ["acme/till"]}));
    assert!(admitted(&world, &issuer, &json!({})).is_ok());
    issuer.rotate();
    assert!(admitted(&world, &issuer, &json!({"run_id": "2"})).is_err());
    assert_eq!(issuer.asked.load(Ordering::SeqCst), 0);
}

#[test]
fn who_is_let_in_no_more_does_nothing_more() {
    let (world, issuer) = world();
    let actor = admitted(&world, &issuer, &json!({})).unwrap();
    let_in(&world, None, json!({"repository": ["acme/other"]}));
    assert!(admitted(&world, &issuer, &json!({})).is_err());
    let nobody = json!({"changes": [{"settings": {}}]});
    world
        .ask(&world.admin, "organisation.apply", nobody)
        .unwrap();
    let create = json!({"release": "till-1", "components": ["till"]});
    let refused = world.ask(&actor, "release.create", create).unwrap_err();
    assert_eq!(refused.code(), "workload-unknown");
}

#[test]
fn a_subject_that_may_be_a_person_is_a_digest() {
    let (world, issuer) = world();
    let_in(&world, None, json!({"sub": ["robot**"]}));
    let subject = json!({"sub": "robot@acme.example"});
    assert!(admitted(&world, &issuer, &subject).is_ok());
    let entry = &written(&world)[0];
    assert!(
        entry["subject"].as_str().unwrap().starts_with("sha256:"),
        "{entry:?}"
    );
    assert!(!entry.contains_key("claims") && !entry.contains_key("called"));
}
