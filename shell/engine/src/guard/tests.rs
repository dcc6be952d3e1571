//! Planted names, addresses and secrets.

use holdpoint_domain::Fact;
use holdpoint_ports::Profile;
use serde_json::{Value, json};

use super::people::{Found, People};
use super::secret;

fn people() -> People {
    let profile = |handle: &str, name: &str, mail: Option<&str>| Profile {
        handle: handle.into(),
        name: name.into(),
        mail: mail.map(Into::into),
    };
    People::new(&[
        (
            "per_1".into(),
            profile("anna", "Anna Meier", Some("anna@intern")),
        ),
        ("per_2".into(), profile("high", "Bo", None)),
        (
            "per_3".into(),
            profile("payments", "Łukasz Żak-Nowak", None),
        ),
    ])
}

fn unit(title: &str) -> Value {
    json!({"unit": {"name": "payments", "title": title}})
}

fn in_title(title: &str) -> Option<&'static str> {
    let data = unit(title);
    let text = data.to_string();
    // The data really is that of the event, or the test would say nothing.
    Fact::parse("unit.declared.v1", &text).expect("a unit");
    let found = people().find("unit.declared.v1", &data)?;
    assert_eq!(found.pointer, "/unit/title");
    Some(found.what)
}

#[test]
fn names_in_free_text_are_found_in_any_spelling() {
    for title in [
        "anna",
        "as ANNA said",
        "Anna's unit",
        "of Anna  Meier",
        "(łukasz żak nowak)",
        "anna@intern",
    ] {
        assert_eq!(in_title(title), Some("the name of a person"), "{title}");
    }
    assert_eq!(in_title("x@example.org"), Some("a mail address"));
}

#[test]
fn words_that_only_hold_a_name_pass() {
    for title in ["annabel", "susanna", "Meier", "bo", "Łukasz", "", "highest"] {
        assert_eq!(in_title(title), None, "{title}");
    }
}

#[test]
fn names_of_aggregates_and_fixed_words_are_no_free_text() {
    // A person's handle is `payments`, and the unit is called so.
    assert_eq!(in_title("all else"), None);
    assert_eq!(
        in_title("the payments people"),
        Some("the name of a person")
    );
}

#[test]
fn an_unknown_event_is_free_everywhere() {
    let found = people().find("other.v1", &json!({"list": [1, {"a/b": "Anna Meier"}]}));
    let what = "the name of a person";
    let pointer = "/list/1/a~1b".to_owned();
    assert_eq!(found, Some(Found { what, pointer }));
    let key = people().find("other.v1", &json!({"anna": true}));
    assert!(key.is_some());
}

#[test]
fn secrets_are_found() {
    let hex = "0123456789abcdef".repeat(4);
    for text in [
        format!("hp_{hex}"),
        format!("token=hp_{hex}."),
        "-----BEGIN OPENSSH PRIVATE KEY-----".into(),
        "-----BEGIN PRIVATE KEY-----\\nMC4C".into(),
        "PRIVATE+KEY+log+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".into(),
        "AKIAIOSFODNN7EXAMPLE".into(),
        "key ASIAIOSFODNN7EXAMPLE,".into(),
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N".into(),
        format!("ghp_{}", "a1B2".repeat(9)),
        format!("glpat-{}", "a1B2".repeat(5)),
        "xoxb-1234567890-abc".into(),
        "postgres://anna:s3cret@db/holdpoint".into(),
        "https://:x@host".into(),
    ] {
        assert!(
            secret::find(format!("{{\"a\":\"{text}\"}}").as_bytes()).is_some(),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_secret_passes() {
    for text in [
        "hp_short",
        "sharp_0123456789abcdef0123456789abcdef0123",
        "-----BEGIN PUBLIC KEY-----",
        "AKIA",
        "XAKIAIOSFODNN7EXAMPLE",
        "AKIAIOSFODNN7EXAMPLE2",
        "eyJhbGciOiJIUzI1NiJ9",
        "ghost_writer",
        "https://host:8080/a@b",
        "https://user@host/path:x",
        "git@github.com:acme/shop.git",
    ] {
        assert_eq!(
            secret::find(format!("\"{text}\"").as_bytes()),
            None,
            "{text}"
        );
    }
}
