#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Created, Release};
use crate::kernel::{Actor, Meta, Time};
use crate::organisation::PersonId;
use crate::{Fact, State, evolve};

fn told(facts: &[(&str, &str)]) -> Release {
    let mut state = State::default();
    let created: Created =
        serde_json::from_str(r#"{"release":"r","components":["b","a"]}"#).unwrap();
    let key = created.release.key();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::Person(PersonId::from_bits(1)),
    };
    evolve(&mut state, &created.into(), &meta);
    for (name, data) in facts {
        evolve(&mut state, &Fact::parse(name, data).unwrap(), &meta);
    }
    state.releases.peek(&key).unwrap().clone()
}

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn artifact(name: &str, version: &str) -> String {
    format!(
        r#"{{"release":"r","artifact":{{"name":"{name}","component":"a","version":"{version}","digest":"{DIGEST}"}}}}"#
    )
}

/// What the manifest covers, and how it is written, stays as it is: approvals are on its digest.
#[test]
fn the_manifest_of_a_release_has_always_this_digest() {
    let bare = told(&[]).manifest().to_string();
    assert_eq!(
        bare,
        crate::Digest::of(
            br#"{"artifacts":[],"commits":[],"components":["a","b"],"release":"r","scope":[]}"#
        )
        .to_string()
    );
}

#[test]
fn every_change_of_content_changes_it_and_nothing_else_does() {
    let added = "release.artifact-added.v1";
    let one = artifact("x", "1");
    let plain = told(&[(added, &one)]).manifest();
    let scope = r#"{"release":"r","scope":[{"kind":"feature","id":"F-1"}]}"#;
    let commits = format!(
        r#"{{"release":"r","range":{{"repository":"g","to":"{0}","count":1}},"commits":[{{"id":"{0}","authors":[]}}]}}"#,
        "0".repeat(40)
    );
    for change in [
        (added, artifact("x", "2").as_str()),
        (added, artifact("y", "1").as_str()),
        (
            "release.artifact-removed.v1",
            r#"{"release":"r","artifact":"x"}"#,
        ),
        ("release.scope-changed.v1", scope),
        ("release.commits-added.v1", &commits),
    ] {
        assert_ne!(
            told(&[(added, &one), change]).manifest(),
            plain,
            "{change:?}"
        );
    }
    let notes = format!(r#"{{"release":"r","notes":{{"sealed":"{DIGEST}"}}}}"#);
    let submitted = format!(r#"{{"release":"r","manifest":"{DIGEST}"}}"#);
    for same in [
        (added, one.as_str()),
        ("release.notes-written.v1", notes.as_str()),
        ("release.submitted.v1", submitted.as_str()),
        ("release.revised.v1", r#"{"release":"r"}"#),
    ] {
        assert_eq!(told(&[(added, &one), same]).manifest(), plain, "{same:?}");
    }
}

#[test]
fn what_is_not_in_memory_is_left_alone() {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::default(),
        actor: Actor::System,
    };
    evolve(
        &mut state,
        &Fact::parse("release.artifact-added.v1", &artifact("x", "1")).unwrap(),
        &meta,
    );
    assert!(state == State::default());
}
