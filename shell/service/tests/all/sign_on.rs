//! People log in at an identity provider, and nobody else's word counts.

use std::sync::Arc;

use holdpoint_conformance::provider::{Fault, MemoryProvider, SECRET, parsed};
use holdpoint_domain::Actor;
use holdpoint_domain::bulletin::Secret;
use holdpoint_ports::{Clock as _, ProviderClient};
use holdpoint_service::{
    AccountRequest, Finished, LOGIN_MS, LoginSecrets, Returned, Session, SignOnError,
};
use serde_json::{Value, json};

use crate::world::World;

const ISSUER: &str = "https://login.acme.example";
const HERE: &str = "https://holdpoint.example.org";

/// Secrets of a test: one that is right, and one that is not.
struct Secrets;

impl LoginSecrets for Secrets {
    fn read(&self, secret: &Secret) -> Result<String, String> {
        match secret {
            Secret::Env(name) if name == "HOLDPOINT_LOGIN_SECRET" => Ok(format!("{SECRET}\n")),
            Secret::Env(name) if name == "HOLDPOINT_LOGIN_OTHER" => Ok("guessed".to_owned()),
            _ => Err("nothing is there".to_owned()),
        }
    }
}

fn provider(changes: &Value) -> Value {
    let mut one = json!({"name": "acme", "title": "Acme", "issuer": ISSUER, "client": "holdpoint",
        "secret": {"env": "HOLDPOINT_LOGIN_SECRET"}, "scopes": ["profile", "email"], "subject": "sub",
        "groups": "groups", "first_login": "refuse"});
    for (name, value) in changes.as_object().unwrap() {
        one[name] = value.clone();
    }
    one
}

fn configure(world: &World, changes: &Value) {
    let groups = json!([
        {"group": "ops", "role": "sre", "scope": "organisation"},
        {"group": "shop", "role": "developer", "scope": {"unit": "shop"}},
    ]);
    let directory = json!({"providers": [provider(changes)], "groups": groups});
    let apply = json!({"changes": [{"settings": {"directory": directory}}]});
    world
        .ask(&world.admin, "organisation.apply", apply)
        .unwrap();
}

/// A world with a provider of these settings.
fn world(changes: &Value) -> (World, Arc<MemoryProvider>) {
    let mut world = World::new();
    let provider = Arc::new(MemoryProvider::new(ISSUER, world.clock.clone()));
    let client: Arc<dyn ProviderClient> = Arc::clone(&provider) as _;
    world.service = world.service.reaching(client);
    world
        .service
        .let_log_in(&format!("{HERE}/"), Arc::new(Secrets));
    configure(&world, changes);
    (world, provider)
}

fn returned(address: &str) -> Returned {
    let (place, query) = address.split_once('?').unwrap();
    assert_eq!(place, format!("{HERE}/login/provider/acme/return"));
    let mut query = parsed(query);
    Returned {
        code: query.remove("code"),
        state: query.remove("state"),
        issuer: query.remove("iss"),
        error: query.remove("error"),
    }
}

/// All of a log-in of somebody with these claims.
fn log_in(
    world: &World,
    provider: &MemoryProvider,
    claims: Value,
    linking: Option<&Session>,
) -> Result<Finished, SignOnError> {
    let begun = world.service.begin_login("acme", "/inbox", linking)?;
    let back = returned(&provider.visited(&begun.address, claims));
    world
        .service
        .finish_login("acme", &back, Some(&begun.cookie), linking)
}

fn code(done: Result<Finished, SignOnError>) -> String {
    done.unwrap_err().code()
}

fn anna(groups: &[&str]) -> Value {
    json!({"sub": "4711", "name": "Anna Berger", "email": "Anna.Berger@acme.example", "email_verified": true,
        "preferred_username": "anna.berger", "groups": groups})
}

fn link(world: &World, actor: &Actor, handle: &str, subject: &str) -> Result<Value, String> {
    let request = AccountRequest::Link {
        person: handle.to_owned(),
        provider: "acme".to_owned(),
        subject: subject.to_owned(),
    };
    let done = world.service.account(actor, request);
    done.map_err(|error| error.to_string())
}

fn session_of(done: Finished) -> Session {
    done.begun.unwrap().session
}

fn roles(world: &World, handle: &str) -> Vec<String> {
    let listed = world
        .query("access.list", json!({"person": handle}))
        .unwrap();
    let grants = listed["grants"].as_array().unwrap().iter();
    let mut roles: Vec<_> = grants
        .map(|one| {
            format!("{} {} {}", one["role"], one["scope"], one["from"]["group"]).replace('"', "")
        })
        .collect();
    roles.sort();
    roles
}

#[test]
fn newcomers_are_added_with_what_the_provider_says_of_them() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let done = log_in(&world, &provider, anna(&["ops", "staff"]), None).unwrap();
    assert_eq!(done.to, "/inbox");
    let session = session_of(done);
    let profile = world.service.names().profile(&session.person).unwrap();
    assert_eq!(
        (
            profile.handle.as_str(),
            profile.name.as_str(),
            profile.mail.as_deref()
        ),
        (
            "anna.berger",
            "Anna Berger",
            Some("anna.berger@acme.example")
        )
    );
    assert_eq!(roles(&world, "anna.berger"), ["sre organisation ops"]);
    // She is the same person the next time, whatever she is called by then.
    let mut again = anna(&["shop"]);
    again["email"] = json!("anna@acme.example");
    let later = session_of(log_in(&world, &provider, again, None).unwrap());
    assert_eq!(later.person, session.person);
    assert_eq!(roles(&world, "anna.berger"), ["developer unit/shop shop"]);
    log_in(&world, &provider, anna(&[]), None).unwrap();
    assert_eq!(roles(&world, "anna.berger"), [""; 0]);
    let others = json!({"sub": "4712", "preferred_username": "anna.berger"});
    let other = session_of(log_in(&world, &provider, others, None).unwrap());
    let profile = world.service.names().profile(&other.person).unwrap();
    assert_eq!(
        (profile.handle.as_str(), profile.mail),
        ("anna.berger-2", None)
    );
}

#[test]
fn the_ledger_says_where_roles_come_from_and_nothing_that_names_somebody() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let session = session_of(log_in(&world, &provider, anna(&["ops"]), None).unwrap());
    let person = session.person.to_string();
    let asked = json!({"subject": format!("account/{person}")});
    let entries = world.query("entry.list", asked).unwrap();
    let linked = &entries["entries"][0];
    assert_eq!(linked["event"], "account.linked.v1");
    assert_eq!(
        (&linked["data"]["provider"], &linked["data"]["proven"]),
        (&json!(ISSUER), &json!(true))
    );
    let all = json!({"subject": format!("person/{person}")});
    let all = world.query("entry.list", all).unwrap();
    let granted = all["entries"].as_array().unwrap().iter();
    let mut granted = granted.filter(|entry| entry["data"]["from"].is_object());
    let from = json!({"group": "ops", "source": "login", "issuer": ISSUER});
    assert_eq!(granted.next().unwrap()["data"]["from"], from);
    let text = all.to_string();
    for hidden in ["4711", "anna.berger@acme.example", SECRET] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[test]
fn who_is_let_in_for_the_first_time_the_settings_say() {
    let (world, provider) = world(&json!({}));
    let people = world.people();
    assert_eq!(
        code(log_in(&world, &provider, anna(&["ops"]), None)),
        "login-stranger"
    );
    configure(&world, &json!({"first_login": "add-members"}));
    assert_eq!(
        code(log_in(&world, &provider, anna(&["staff"]), None)),
        "login-stranger"
    );
    assert_eq!(world.people(), people, "nobody was added");
    log_in(&world, &provider, anna(&["staff", "ops"]), None).unwrap();
    assert_eq!(world.people(), people + 1);
}

#[test]
fn a_mail_address_is_no_proof_of_who_somebody_is() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    world.hire("berta", "developer");
    let mut claims = json!({"sub": "1", "email": "berta@example.org"});
    assert_eq!(
        code(log_in(&world, &provider, claims.clone(), None)),
        "login-taken"
    );
    // One that nobody has looked at is left out.
    claims["email_verified"] = json!(false);
    let session = session_of(log_in(&world, &provider, claims, None).unwrap());
    let profile = world.service.names().profile(&session.person).unwrap();
    assert_eq!((profile.handle.as_str(), profile.mail), ("berta-2", None));
}

#[test]
fn what_proves_nothing_lets_nobody_in() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    for (fault, expected) in [
        (Fault::Nonce, "login-unproven"),
        (Fault::Issuer, "login-unproven"),
        (Fault::Audience, "login-audience"),
        (Fault::Party, "login-audience"),
        (Fault::Unsigned, "login-unproven"),
        (Fault::Shared, "login-unproven"),
        (Fault::Forged, "login-unproven"),
        (Fault::Expired, "login-clock"),
        (Fault::Early, "login-clock"),
        (Fault::Nobody, "login-unproven"),
        (Fault::AccessToken, "login-unproven"),
        (Fault::NoToken, "login-unproven"),
        (Fault::Silent, "login-unproven"),
    ] {
        provider.err(fault);
        let people = world.people();
        let found = code(log_in(&world, &provider, anna(&["ops"]), None));
        assert_eq!(found, expected, "{fault:?}");
        assert_eq!(world.people(), people, "{fault:?}");
    }
    let refused = json!({"subject": "session/nobody"});
    let refused = world.query("entry.list", refused).unwrap();
    assert_eq!(refused["entries"][0]["data"]["method"], "provider");
    provider.err(Fault::None);
    assert!(log_in(&world, &provider, anna(&["ops"]), None).is_ok());
}

#[test]
fn a_log_in_belongs_to_the_browser_that_began_it() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let begin = || world.service.begin_login("acme", "/", None).unwrap();
    let (mine, theirs) = (begin(), begin());
    let back = returned(&provider.visited(&theirs.address, anna(&[])));
    let finish = |back: &Returned, cookie: Option<&str>| {
        world.service.finish_login("acme", back, cookie, None)
    };
    // Somebody else's address, opened in my browser, does not log me in as them.
    assert_eq!(code(finish(&back, Some(&mine.cookie))), "login-unbound");
    assert_eq!(code(finish(&back, None)), "login-unbound");
    assert_eq!(code(finish(&back, Some("nonsense"))), "login-unbound");
    let unsaid = Returned {
        state: None,
        ..back.clone()
    };
    assert_eq!(code(finish(&unsaid, Some(&theirs.cookie))), "login-unbound");
    // A cookie that wants to link somebody is another one.
    let person = "per_00000000000000000000000001";
    let linking = theirs
        .cookie
        .replacen("acme..", &format!("acme.{person}."), 1);
    assert_ne!(linking, theirs.cookie);
    assert_eq!(code(finish(&back, Some(&linking))), "login-unbound");
    finish(&back, Some(&theirs.cookie)).unwrap();
    // The code has been used, whoever comes with it.
    assert_eq!(
        code(finish(&back, Some(&theirs.cookie))),
        "login-code-refused"
    );
    let back = returned(&provider.visited(&mine.address, anna(&[])));
    world.clock.advance(LOGIN_MS);
    assert_eq!(code(finish(&back, Some(&mine.cookie))), "login-unbound");
}

#[test]
fn the_verifier_is_the_browsers_own() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let (mine, theirs) = (
        world.service.begin_login("acme", "/", None).unwrap(),
        world.service.begin_login("acme", "/", None).unwrap(),
    );
    // A code that was stolen on its way, put into an answer to my own log-in.
    let stolen = returned(&provider.visited(&theirs.address, anna(&[])));
    let own = returned(&provider.visited(&mine.address, anna(&[])));
    let mixed = Returned {
        code: stolen.code,
        ..own
    };
    let done = world
        .service
        .finish_login("acme", &mixed, Some(&mine.cookie), None);
    assert_eq!(code(done), "login-code-refused");
}

#[test]
fn a_provider_changes_its_keys_and_nobody_makes_us_ask_all_the_time() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    log_in(&world, &provider, anna(&[]), None).unwrap();
    assert_eq!(provider.asked(), 1);
    provider.rotate();
    // Asked a moment ago: not again already.
    assert_eq!(
        code(log_in(&world, &provider, anna(&[]), None)),
        "login-unproven"
    );
    assert_eq!(provider.asked(), 1);
    world.clock.advance(60_000);
    log_in(&world, &provider, anna(&[]), None).unwrap();
    assert_eq!(provider.asked(), 2);
}

#[test]
fn what_is_wrong_with_the_provider_is_said() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    provider.err(Fault::Away);
    let begun = world.service.begin_login("acme", "/", None);
    let error = begun.unwrap_err();
    assert_eq!(
        (error.code().as_str(), error.to_string().as_str()),
        (
            "login-unreachable",
            "the identity provider cannot be asked: nobody is there"
        )
    );
    world.clock.advance(10_000);
    provider.err(Fault::Impostor);
    let error = world.service.begin_login("acme", "/", None).unwrap_err();
    assert!(
        error.to_string().contains("https://evil.example"),
        "{error}"
    );
    world.clock.advance(10_000);
    provider.err(Fault::None);
    let begun = world.service.begin_login("acme", "/", None).unwrap();
    let back = returned(&provider.visited(&begun.address, anna(&[])));
    provider.err(Fault::Away);
    let away = world
        .service
        .finish_login("acme", &back, Some(&begun.cookie), None);
    assert_eq!(code(away), "login-unreachable");
    let declined = Returned {
        error: Some("access_denied<script>".to_owned()),
        code: None,
        ..back
    };
    let error = world
        .service
        .finish_login("acme", &declined, Some(&begun.cookie), None);
    assert_eq!(
        error.unwrap_err().to_string(),
        "the identity provider says no: `access_deniedscript`"
    );
    provider.err(Fault::None);
    configure(
        &world,
        &json!({"first_login": "add", "secret": {"env": "HOLDPOINT_LOGIN_OTHER"}}),
    );
    assert_eq!(
        code(log_in(&world, &provider, anna(&[]), None)),
        "login-client-refused"
    );
    configure(
        &world,
        &json!({"first_login": "add", "secret": {"env": "HOLDPOINT_LOGIN_UNSET"}}),
    );
    assert_eq!(
        code(log_in(&world, &provider, anna(&[]), None)),
        "login-secret"
    );
    let other = world.service.begin_login("other", "/", None);
    assert_eq!(other.unwrap_err().code(), "login-provider-unknown");
}

#[test]
fn somebody_proves_who_they_are_there_and_is_linked() {
    let (world, provider) = world(&json!({}));
    world.hire("berta", "developer");
    let berta = world.service.names().find("berta").unwrap().unwrap();
    let session = world.service.login_link(&berta).unwrap();
    let session = world.service.redeem(&session).unwrap().session;
    let done = log_in(&world, &provider, anna(&["ops"]), Some(&session)).unwrap();
    assert!(done.begun.is_none());
    assert_eq!(world.service.known_by(&berta).unwrap(), [ISSUER]);
    assert_eq!(
        roles(&world, "berta"),
        ["developer organisation null", "sre organisation ops"]
    );
    let later = session_of(log_in(&world, &provider, anna(&["ops"]), None).unwrap());
    assert_eq!(later.person, berta);
    // Whoever is signed in meanwhile in that browser is not linked instead.
    world.hire("carl", "developer");
    let carl = world.service.names().find("carl").unwrap().unwrap();
    let other = world.service.login_link(&carl).unwrap();
    let other = world.service.redeem(&other).unwrap().session;
    let begun = world
        .service
        .begin_login("acme", "/", Some(&session))
        .unwrap();
    let back = returned(&provider.visited(&begun.address, json!({"sub": "9"})));
    let done = world
        .service
        .finish_login("acme", &back, Some(&begun.cookie), Some(&other));
    assert_eq!(code(done), "login-unbound");
    // And nobody takes what is somebody else's.
    let done = log_in(&world, &provider, anna(&["ops"]), Some(&other));
    assert_eq!(code(done), "login-taken");
    let unlink = AccountRequest::Unlink {
        person: "berta".to_owned(),
        provider: "acme".to_owned(),
    };
    let actor = Actor::Person(berta.clone());
    let unlinked = world.service.account(&actor, unlink.clone()).unwrap();
    assert_eq!(unlinked, json!({"unlinked": true}));
    assert_eq!(roles(&world, "berta"), ["developer organisation null"]);
    assert_eq!(
        code(log_in(&world, &provider, anna(&["ops"]), None)),
        "login-stranger"
    );
    assert_eq!(
        world.service.account(&actor, unlink).unwrap(),
        json!({"unlinked": false})
    );
}

#[test]
fn an_administrator_says_who_somebody_is_there_and_nobody_else() {
    let (world, provider) = world(&json!({}));
    let berta = world.hire("berta", "developer");
    // She could name somebody else, who would be her from then on.
    let refused = link(&world, &berta, "berta", "4711").unwrap_err();
    assert!(refused.contains("permission"), "{refused}");
    link(&world, &world.admin, "berta", "4711").unwrap();
    let session = session_of(log_in(&world, &provider, anna(&[]), None).unwrap());
    assert_eq!(Actor::Person(session.person.clone()), berta);
    let history = json!({"subject": format!("account/{}", session.person)});
    let history = world.query("entry.list", history).unwrap();
    assert_eq!(history["entries"][0]["data"]["proven"], json!(false));
    world.hire("carl", "developer");
    let taken = link(&world, &world.admin, "carl", "4711").unwrap_err();
    assert!(taken.contains("somebody else here is known"), "{taken}");
    let unknown = AccountRequest::Link {
        person: "carl".to_owned(),
        provider: "acne".to_owned(),
        subject: "1".to_owned(),
    };
    let unknown = world.service.account(&world.admin, unknown).unwrap_err();
    assert!(
        unknown.to_string().contains("`acne`, but `acme`"),
        "{unknown}"
    );
    // Another name there takes the place of the first.
    link(&world, &world.admin, "berta", "4712").unwrap();
    assert_eq!(
        code(log_in(&world, &provider, anna(&[]), None)),
        "login-stranger"
    );
}

#[test]
fn who_was_erased_is_nobody_and_may_come_anew() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let first = session_of(log_in(&world, &provider, anna(&["ops"]), None).unwrap());
    let erase = json!({"person": {"handle": "anna.berger"}});
    world.ask(&world.admin, "person.erase", erase).unwrap();
    let second = session_of(log_in(&world, &provider, anna(&["ops"]), None).unwrap());
    assert_ne!(first.person, second.person);
}

#[test]
fn whoever_logs_out_there_is_logged_out_here() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    let begun = log_in(&world, &provider, anna(&[]), None)
        .unwrap()
        .begun
        .unwrap();
    let other = json!({"sub": "1"});
    let other = log_in(&world, &provider, other, None)
        .unwrap()
        .begun
        .unwrap();
    let told = |changes: Value| {
        let token = provider.logout_token("4711", &changes);
        let done = world.service.logged_out_elsewhere("acme", &token);
        done.map_err(|error| error.code())
    };
    let now = world.clock.now() / 1_000;
    for (changes, code) in [
        (json!({"aud": "another"}), "login-audience"),
        (json!({"iss": "https://evil.example"}), "login-unproven"),
        (json!({"events": {}}), "login-unproven"),
        (json!({"nonce": "1"}), "login-unproven"),
        (json!({"jti": null}), "login-unproven"),
        (json!({"exp": now - 3_600}), "login-clock"),
        (json!({"sub": null, "sid": "1"}), "login-unproven"),
    ] {
        assert_eq!(told(changes.clone()).unwrap_err(), code, "{changes}");
    }
    let signed_in = |token: &str| world.service.session(token).unwrap().is_some();
    assert!(signed_in(&begun.token));
    let token = provider.logout_token("4711", &json!({}));
    assert_eq!(
        world.service.logged_out_elsewhere("acme", &token).unwrap(),
        1
    );
    assert!(!signed_in(&begun.token) && signed_in(&other.token));
    // Told once more, it ends nothing that has begun since.
    world.clock.advance(61_000);
    let again = log_in(&world, &provider, anna(&[]), None)
        .unwrap()
        .begun
        .unwrap();
    assert_eq!(
        world.service.logged_out_elsewhere("acme", &token).unwrap(),
        0
    );
    assert!(signed_in(&again.token));
    assert_eq!(told(json!({"sub": "unknown"})).unwrap(), 0);
    let address = world.service.logout_address("acme").unwrap();
    let (place, query) = address.split_once('?').unwrap();
    assert_eq!(place, format!("{ISSUER}/logout"));
    assert_eq!(
        parsed(query)["post_logout_redirect_uri"],
        format!("{HERE}/login")
    );
}

#[test]
fn people_may_be_known_by_another_claim_and_are_logged_out_by_their_subject() {
    let (world, provider) = world(&json!({"first_login": "add", "subject": "oid"}));
    let unsaid = log_in(&world, &provider, anna(&[]), None);
    assert_eq!(code(unsaid), "login-unproven");
    let mut claims = anna(&[]);
    claims["oid"] = json!("object-1");
    let begun = log_in(&world, &provider, claims, None)
        .unwrap()
        .begun
        .unwrap();
    let person = &begun.session.person;
    assert_eq!(world.service.known_by(person).unwrap(), [ISSUER]);
    let token = provider.logout_token("4711", &json!({}));
    assert_eq!(
        world.service.logged_out_elsewhere("acme", &token).unwrap(),
        1
    );
}

#[test]
fn who_is_deactivated_gets_in_by_no_provider() {
    let (world, provider) = world(&json!({"first_login": "add"}));
    log_in(&world, &provider, anna(&["ops"]), None).unwrap();
    let person = json!({"person": {"handle": "anna.berger"}});
    world
        .ask(&world.admin, "person.deactivate", person.clone())
        .unwrap();
    let people = world.people();
    assert_eq!(
        code(log_in(&world, &provider, anna(&["ops"]), None)),
        "login-gone"
    );
    assert_eq!(world.people(), people, "nor as somebody new");
    world
        .ask(&world.admin, "person.reactivate", person)
        .unwrap();
    log_in(&world, &provider, anna(&["ops"]), None).unwrap();
}
