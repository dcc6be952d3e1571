//! Logging in at an identity provider, as a browser does it.

use axum::http::StatusCode;
use holdpoint_conformance::provider::{Fault, MemoryProvider};
use holdpoint_service::{Remember, Remembered, Session};
use serde_json::{Value, json};

use crate::world::{Answer, HERE, PROVIDER, World};

fn anna(groups: &[&str]) -> Value {
    json!({"sub": "4711", "name": "Anna Berger", "preferred_username": "anna.berger", "groups": groups})
}

fn cookie(answer: &Answer) -> Remembered {
    match &answer.remember {
        Some(Remember::Login(cookie)) => Remembered {
            login: Some(cookie.clone()),
            provider: None,
        },
        other => panic!("{other:?} {}", answer.text),
    }
}

/// The way there and back, as far as it goes.
fn log_in(world: &World, provider: &MemoryProvider, claims: Value) -> Answer {
    let begun = world.browser(
        None,
        "/login/provider/acme?to=/releases",
        Remembered::default(),
    );
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    back(
        world,
        provider,
        &begun.headers["location"],
        claims,
        cookie(&begun),
        None,
    )
}

fn back(
    world: &World,
    provider: &MemoryProvider,
    address: &str,
    claims: Value,
    has: Remembered,
    session: Option<&Session>,
) -> Answer {
    let to = provider.visited(address, claims);
    world.browser(session, to.strip_prefix(HERE).unwrap(), has)
}

/// What of a log-in is wrong, as the page says it.
fn wrong(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert!(
        answer.text.contains(&format!("<code>{code}</code>")),
        "{}",
        answer.text
    );
    assert!(answer.begun.is_none());
}

#[test]
fn the_log_in_page_has_a_button_for_each_provider() {
    let (world, provider) = World::with_provider();
    let page = world.stranger("/login?to=/releases").text;
    assert!(
        page.contains("href=\"/login/provider/acme?to=/releases\""),
        "{page}"
    );
    assert!(page.contains("Log in with Acme"), "{page}");
    let done = log_in(&world, &provider, anna(&["ops"]));
    assert_eq!(done.headers["location"], "/releases", "{}", done.text);
    assert_eq!(done.remember, Some(Remember::Over(Some("acme".to_owned()))));
    let session = done.begun.unwrap().session;
    let home = world.browser(Some(&session), "/", Remembered::default());
    assert_eq!(home.status, StatusCode::OK);
    let settings = world
        .browser(Some(&session), "/settings", Remembered::default())
        .text;
    assert!(settings.contains("by the group ops"), "{settings}");
    assert!(settings.contains("knows you"), "{settings}");
    // Elsewhere than on this site nobody is led afterwards.
    let begun = world.browser(
        None,
        "/login/provider/acme?to=//evil.example",
        Remembered::default(),
    );
    let done = back(
        &world,
        &provider,
        &begun.headers["location"],
        anna(&[]),
        cookie(&begun),
        None,
    );
    assert_eq!(done.headers["location"], "/");
}

#[test]
fn each_thing_that_can_go_wrong_has_a_page() {
    let (world, provider) = World::with_provider();
    for (fault, status, code) in [
        (Fault::Nonce, 403, "login-unproven"),
        (Fault::Audience, 403, "login-audience"),
        (Fault::Expired, 502, "login-clock"),
        (Fault::Unsigned, 403, "login-unproven"),
    ] {
        provider.err(fault);
        let answer = log_in(&world, &provider, anna(&[]));
        wrong(&answer, status, code);
        assert_eq!(answer.remember, Some(Remember::Over(None)));
    }
    provider.err(Fault::None);
    let begun = world.browser(None, "/login/provider/acme", Remembered::default());
    let address = &begun.headers["location"];
    let stranger = back(
        &world,
        &provider,
        address,
        anna(&[]),
        Remembered::default(),
        None,
    );
    wrong(&stranger, 403, "login-unbound");
    let unknown = world.browser(None, "/login/provider/other", Remembered::default());
    wrong(&unknown, 404, "login-provider-unknown");
    // What somebody writes into the address is shown as words alone.
    let state = address
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let declined = format!(
        "/login/provider/acme/return?state={state}&iss={PROVIDER}&error=access_denied%3Cscript%3E"
    );
    let declined = world.browser(None, &declined, cookie(&begun));
    wrong(&declined, 403, "login-declined");
    assert!(
        declined.text.contains("access_deniedscript"),
        "{}",
        declined.text
    );
    let (world, provider) = World::with_provider();
    provider.err(Fault::Away);
    let away = world.browser(None, "/login/provider/acme", Remembered::default());
    wrong(&away, 502, "login-unreachable");
    assert!(away.text.contains("nobody is there"), "{}", away.text);
}

#[test]
fn an_account_is_linked_and_unlinked_under_settings() {
    let (world, provider) = World::with_provider();
    let session = world.signed_in("administrator");
    let none = Remembered::default;
    let page = world.browser(Some(&session), "/settings", none()).text;
    assert!(
        page.contains("value=\"link\"") && page.contains(PROVIDER),
        "{page}"
    );
    let onward = world.post_as(&session, "/settings", "part=link&provider=acme");
    assert_eq!(onward.status, StatusCode::OK, "{}", onward.text);
    let (_, address) = onward.text.split_once("content=\"0;url=").unwrap();
    let address = address.split('"').next().unwrap().replace("&#38;", "&");
    let has = cookie(&onward);
    let done = back(
        &world,
        &provider,
        &address,
        anna(&["ops"]),
        has,
        Some(&session),
    );
    assert_eq!(
        done.headers["location"], "/settings?done=linked",
        "{}",
        done.text
    );
    assert!(done.begun.is_none());
    let page = world.browser(Some(&session), "/settings", none()).text;
    assert!(
        page.contains("value=\"unlink\"") && page.contains("by the group ops"),
        "{page}"
    );
    let done = log_in(&world, &provider, anna(&["ops"]));
    assert_eq!(done.begun.unwrap().session.person, session.person);
    let done = world.post_as(&session, "/settings", "part=unlink&provider=acme");
    assert_eq!(
        done.headers["location"], "/settings?done=unlinked",
        "{}",
        done.text
    );
    let page = world.browser(Some(&session), "/settings", none()).text;
    assert!(
        page.contains("value=\"link\"") && !page.contains("by the group ops"),
        "{page}"
    );
    provider.err(Fault::Away);
    let unknown = world.post_as(&session, "/settings", "part=link&provider=other");
    wrong(&unknown, 404, "login-provider-unknown");
}

#[test]
fn whoever_was_let_in_there_is_led_there_to_log_out() {
    let (world, provider) = World::with_provider();
    let session = log_in(&world, &provider, anna(&[])).begun.unwrap().session;
    let has = Remembered {
        login: None,
        provider: Some("acme".to_owned()),
    };
    let out = world.log_out(&session, has);
    assert!(out.ended, "{}", out.text);
    let leads = format!("content=\"0;url={PROVIDER}/logout?client_id=holdpoint");
    assert!(out.text.contains(&leads), "{}", out.text);
    // Of others nobody asks.
    let other = Remembered {
        login: None,
        provider: Some("other".to_owned()),
    };
    let out = world.log_out(&world.signed_in("administrator"), other);
    assert_eq!(out.headers["location"], "/login");
}

#[test]
fn who_asks_by_another_name_is_sent_to_where_the_cookie_has_to_be() {
    let (world, _) = World::with_provider();
    let world = world.reached_by_any_name();
    let asked = world.browser(
        None,
        "/login/provider/acme?to=/inbox",
        Remembered::default(),
    );
    assert_eq!(
        asked.headers["location"],
        format!("{HERE}/login/provider/acme?to=/inbox")
    );
    assert!(asked.remember.is_none());
}
