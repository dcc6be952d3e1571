//! Deployments that wait for a custom protection rule.

use holdpoint_hooks::github::{Answer, Api, Delivery, ProtectionRule, delivery_id, read, verify};
use holdpoint_hooks::{Genuine, Headers, Mistakes, Secret, Unsigned};
use serde_json::{Value, json};

use crate::{places, said};

pub const SHA: &str = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
const CALLBACK: &str =
    "https://api.github.com/repos/acme/shop/actions/runs/30433642/deployment_protection_rule";

pub fn payload() -> Value {
    json!({
        "action": "requested",
        "environment": "production",
        "event": "push",
        "deployment_callback_url": CALLBACK,
        "deployment": {
            "id": 42, "sha": SHA, "ref": "main", "task": "deploy", "environment": "production",
            "creator": {"login": "octocat", "id": 1},
        },
        "pull_requests": [],
        "repository": {"id": 7, "full_name": "acme/shop", "private": true},
        "organization": {"login": "acme"},
        "installation": {"id": 1234, "node_id": "MDIz"},
        "sender": {"login": "octocat"},
    })
}

fn api() -> Api {
    Api::new("https://api.github.com").unwrap()
}

fn delivered(payload: &Value) -> Result<Delivery, Mistakes> {
    let headers = Headers::of(&[("X-GitHub-Event", "deployment_protection_rule")]);
    read(
        &headers,
        Genuine::vouched(payload.to_string().as_bytes()),
        &api(),
    )
}

fn waits(payload: &Value) -> ProtectionRule {
    match delivered(payload) {
        Ok(Delivery::Waits(rule)) => *rule,
        other => panic!("{other:?}"),
    }
}

/// The payload with something else in it.
fn with(pointer: &str, value: Value) -> Value {
    let mut payload = payload();
    *payload.pointer_mut(pointer).unwrap() = value;
    payload
}

#[test]
fn a_deployment_that_waits_is_read_and_answered() {
    let rule = waits(&payload());
    assert_eq!(rule.environment, "production");
    assert_eq!(
        (rule.sha.as_str(), rule.reference.as_deref()),
        (SHA, Some("main"))
    );
    assert_eq!(
        (rule.repository.as_str(), rule.installation),
        ("acme/shop", 1234)
    );
    assert_eq!(
        (rule.deployment, rule.event.as_deref()),
        (Some(42), Some("push"))
    );
    assert_eq!(
        (rule.callback.url.as_str(), rule.callback.run),
        (CALLBACK, 30_433_642)
    );
    let approved = json!({"environment_name": "production", "state": "approved", "comment": "go"});
    assert_eq!(rule.reply(Answer::Approved, "go"), approved);
    assert_eq!(rule.reply(Answer::Rejected, "no")["state"], "rejected");
    assert_eq!(rule.reply(Answer::Report, "wait").get("state"), None);
    let long = rule.reply(Answer::Rejected, &"ü".repeat(2_000));
    assert_eq!(long["comment"].as_str().unwrap().chars().count(), 1_024);
}

#[test]
fn a_deployment_can_be_null() {
    let mut payload = with("/deployment", Value::Null);
    payload["sha"] = SHA.to_uppercase().into();
    payload["ref"] = "v1.0".into();
    let rule = waits(&payload);
    assert_eq!(
        (rule.sha.as_str(), rule.reference.as_deref()),
        (SHA, Some("v1.0"))
    );
    assert_eq!(rule.deployment, None);
}

#[test]
fn a_signature_is_what_github_documents() {
    let secret = Secret::text("It's a Secret to Everybody\n").unwrap();
    let tag = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = Headers::of(&[
        ("X-Hub-Signature-256", tag),
        ("X-GitHub-Delivery", "72d3162e"),
    ]);
    let old = Secret::text("another").unwrap();
    let body = verify(&headers, b"Hello, World!", &[old.clone(), secret.clone()]).unwrap();
    assert_eq!(body.bytes(), b"Hello, World!");
    assert_eq!(delivery_id(&headers), Ok(Some("72d3162e")));
    let wrong = Unsigned::Wrong("x-hub-signature-256");
    let said = |body: &[u8], secrets: &[Secret]| verify(&headers, body, secrets).unwrap_err();
    assert_eq!(said(b"Hello, World?", std::slice::from_ref(&secret)), wrong);
    assert_eq!(said(b"Hello, World!", &[old]), wrong);
    assert_eq!(said(b"Hello, World!", &[]), Unsigned::NoSecret);
    assert!(!format!("{secret:?}").contains("Everybody"));
}

#[test]
fn a_signature_that_is_none_is_refused() {
    let secret = [Secret::text("s").unwrap()];
    let with = |value: &'static str| {
        verify(
            &Headers::of(&[("x-hub-signature-256", value)]),
            b"",
            &secret,
        )
        .unwrap_err()
    };
    for value in [
        "",
        "sha256=",
        "sha1=757107ea",
        "sha256=00",
        "757107ea0eb2509fc211221cce984b8a",
    ] {
        assert!(matches!(with(value), Unsigned::Malformed { .. }), "{value}");
    }
    let none = verify(&Headers::default(), b"", &secret).unwrap_err();
    assert_eq!(
        none.to_string(),
        "the header `x-hub-signature-256` is missing; write a secret into the settings of the app's webhook"
    );
    let twice = [
        ("X-Hub-Signature-256", "sha256=00"),
        ("x-hub-signature-256", "sha256=00"),
    ];
    let twice = verify(&Headers::of(&twice), b"", &secret).unwrap_err();
    assert_eq!(twice, Unsigned::Twice("x-hub-signature-256"));
}

#[test]
fn no_other_address_is_answered() {
    let run = "actions/runs/1/deployment_protection_rule";
    for url in [
        format!("http://api.github.com/repos/acme/shop/{run}"),
        format!("https://api.github.com.evil.example/repos/acme/shop/{run}"),
        format!("https://api.github.com@evil.example/repos/acme/shop/{run}"),
        format!("https://evil.example/repos/acme/shop/{run}"),
        format!("https://api.github.com:444/repos/acme/shop/{run}"),
        format!("https://api.github.com/repos/acme/other/{run}"),
        format!("https://api.github.com/repos/acme/shop/../../x/{run}"),
        format!("https://api.github.com/repos/acme/shop/{run}?x=1"),
        format!("https://api.github.com/repos/acme/shop/{run}#x"),
        format!("https://api.github.com/repos/acme/shop//{run}"),
        "https://api.github.com/repos/acme/shop/actions/runs/0x1/deployment_protection_rule".into(),
        "https://api.github.com/repos/acme/shop/actions/runs/01/deployment_protection_rule".into(),
        "https://api.github.com/repos/acme/shop/actions/runs/1/jobs".into(),
        "https://169.254.169.254/latest/meta-data".into(),
    ] {
        let mistakes =
            delivered(&with("/deployment_callback_url", url.clone().into())).unwrap_err();
        assert_eq!(places(&mistakes), ["/deployment_callback_url"], "{url}");
    }
    let api = Api::new(" https://GitHub.example.org/api/v3/ ").unwrap();
    let url = format!("https://github.example.org/api/v3/repos/Acme/shop/{run}");
    let found = api.callback(&url, "acme/shop").unwrap();
    assert_eq!(
        found.url,
        format!("https://GitHub.example.org/api/v3/repos/acme/shop/{run}")
    );
    assert_eq!(api.callback(CALLBACK, "acme/shop"), None);
    for bad in [
        "",
        "api.github.com",
        "http://api.github.com",
        "https://",
        "https://a@b",
        "https://a/?b",
        "https://a/../b",
    ] {
        assert!(Api::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn all_mistakes_are_said_at_once() {
    let mut payload = payload();
    payload["action"] = "closed".into();
    payload["environment"] = 7.into();
    payload["deployment"]["sha"] = "main".into();
    payload["repository"]["full_name"] = "acme/shop/../x".into();
    payload["installation"] = json!({});
    let mistakes = delivered(&payload).unwrap_err();
    let mut places = places(&mistakes);
    places.sort();
    let expected = [
        "/action",
        "/deployment/sha",
        "/environment",
        "/installation/id",
        "/repository/full_name",
    ];
    assert_eq!(places, expected);
    let all = said(&mistakes).join("\n");
    assert!(
        all.contains("expected the name of an environment, found a number; write it in quotes"),
        "{all}"
    );
    assert!(all.contains("found nothing; give it a `id`"), "{all}");
}

#[test]
fn a_mistake_is_shown_where_it_stands() {
    let text = "{\n  \"action\": \"requested\",\n  \"environment\": 5\n}";
    let headers = Headers::of(&[("X-GitHub-Event", "deployment_protection_rule")]);
    let mistakes = read(&headers, Genuine::vouched(text.as_bytes()), &api()).unwrap_err();
    let first = said(&mistakes);
    assert_eq!(
        first[0],
        "`/environment`, line 3, column 18: expected the name of an environment, found a number; write it in quotes"
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let mut payload = payload();
    payload["sha"] = "f".repeat(40).into();
    assert_eq!(places(&delivered(&payload).unwrap_err()), ["/sha"]);
}

#[test]
fn other_events_are_passed_over() {
    let event = |name: &'static str| {
        read(
            &Headers::of(&[("x-github-event", name)]),
            Genuine::vouched(b"no json"),
            &api(),
        )
    };
    assert_eq!(event("ping"), Ok(Delivery::Ping));
    assert_eq!(event("push"), Ok(Delivery::Other("push".to_owned())));
    let none = read(&Headers::default(), Genuine::vouched(b"{}"), &api()).unwrap_err();
    assert_eq!(places(&none), ["the header X-GitHub-Event"]);
    let form = Genuine::vouched(b"payload=%7B%7D");
    let headers = Headers::of(&[("x-github-event", "deployment_protection_rule")]);
    assert_eq!(
        places(&read(&headers, form, &api()).unwrap_err()),
        ["the header Content-Type"]
    );
}

#[test]
fn a_body_that_is_too_much_is_not_read() {
    let headers = Headers::of(&[("x-github-event", "deployment_protection_rule")]);
    let deep = "[".repeat(100_000);
    let long = format!("\"{}\"", "a".repeat(holdpoint_hooks::LARGEST));
    for body in [
        deep.as_str(),
        &long,
        "",
        "{",
        "null",
        "[]",
        "{\"action\":1,\"action\":2}",
        "\u{0}",
    ] {
        assert!(read(&headers, Genuine::vouched(body.as_bytes()), &api()).is_err());
    }
}
