//! Forges show what gates say: asked for when it is something else, told again after a crash, and over when it is.

use serde_json::{Value, json};

use crate::company::{approve, artifact, company, deploy};
use crate::world::{World, person, types};

/// Has forges show what the gates of protected environments say.
pub fn forged(world: &mut World) {
    let forge = json!({"name": "own", "kind": "gitea", "url": "https://git.example",
        "token": {"env": "HOLDPOINT_FORGE_TOKEN"}});
    let settings = json!({"settings": {"timezone": "Europe/Vienna", "forges": [forge]}});
    world.done("ada", "organisation.apply", json!({"changes": [settings]}));
}

/// A release whose commits are at that forge.
pub fn committed(world: &mut World, release: &str) {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let created = json!({"release": release, "components": ["api"]});
    world.done("rita", "release.create", created);
    let commits = json!({"release": release, "repository": "https://git.example/acme/api.git",
        "to": commit, "commits": [{"id": commit, "authors": [person("dora")]}]});
    world.done("rita", "release.add-commits", commits);
}

fn at(environment: &str) -> Value {
    json!({"release": "march", "environment": environment})
}

/// Tells; what came of it.
pub fn tell(world: &mut World, environment: &str) -> Vec<&'static str> {
    types(&world.done("system", "status.tell", at(environment)))
}

/// Says how it went.
pub fn finish(world: &mut World, environment: &str, trouble: Value) -> Vec<&'static str> {
    let name = environment.parse().unwrap();
    let shown = world.state.statuses.get(&("march".parse().unwrap(), name));
    let intent = shown.map_or(0, |shown| shown.position);
    let asked = json!({"release": "march", "environment": environment, "intent": intent,
        "trouble": trouble, "given_up": trouble == "absent"});
    types(&world.done("system", "status.finish", asked))
}

fn verdict(world: &World, environment: &str) -> Value {
    let at = ("march".parse().unwrap(), environment.parse().unwrap());
    json!(world.state.statuses[&at].verdict)
}

#[test]
fn a_verdict_is_shown_when_it_is_another_one_and_not_before() {
    let mut world = company();
    committed(&mut world, "march");
    assert_eq!(tell(&mut world, "staging").len(), 0, "there is no forge");
    forged(&mut world);
    let named = holdpoint_domain::status::candidates(&world.state);
    assert_eq!(named.len(), 2, "those that are protected: {named:?}");
    assert_eq!(tell(&mut world, "test").len(), 0);
    assert_eq!(tell(&mut world, "staging"), ["status.requested.v1"]);
    assert_eq!(verdict(&world, "staging"), "hold");
    assert_eq!(tell(&mut world, "staging").len(), 0, "it waits already");
    assert_eq!(
        finish(&mut world, "staging", Value::Null),
        ["status.shown.v1"]
    );
    assert_eq!(finish(&mut world, "staging", Value::Null).len(), 0);
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "march")]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "march"}));
    assert_eq!(tell(&mut world, "staging").len(), 0, "still a hold");
    world.check_folds();
}

#[test]
fn trouble_is_recorded_once_and_what_is_given_up_waits_for_the_next_verdict() {
    let mut world = company();
    forged(&mut world);
    committed(&mut world, "march");
    tell(&mut world, "staging");
    assert_eq!(
        finish(&mut world, "staging", json!("unreachable")),
        ["status.failed.v1"]
    );
    assert_eq!(finish(&mut world, "staging", json!("unreachable")).len(), 0);
    assert_eq!(
        finish(&mut world, "staging", json!("absent")),
        ["status.failed.v1"]
    );
    assert_eq!(
        finish(&mut world, "staging", Value::Null).len(),
        0,
        "given up"
    );
    assert_eq!(tell(&mut world, "staging").len(), 0);
    world.done("rita", "release.cancel", json!({"release": "march"}));
    assert_eq!(tell(&mut world, "staging"), ["status.requested.v1"]);
    assert_eq!(verdict(&world, "staging"), "no-go");
    assert_eq!(tell(&mut world, "staging").len(), 0);
    finish(&mut world, "staging", Value::Null);
    assert_eq!(tell(&mut world, "staging"), ["status.ended.v1"]);
    assert_eq!(tell(&mut world, "staging").len(), 0, "it begins no more");
    assert!(world.state.statuses.is_empty());
    world.check_folds();
}

#[test]
fn what_was_asked_for_anew_is_not_ended_by_the_outcome_of_before() {
    let mut world = company();
    forged(&mut world);
    committed(&mut world, "march");
    tell(&mut world, "staging");
    let at = ("march".parse().unwrap(), "staging".parse().unwrap());
    let before = world.state.statuses[&at].position;
    let other = "89abcdef0123456789abcdef0123456789abcdef";
    let commits = json!({"release": "march", "repository": "git@git.example:acme/api.git",
        "to": other, "commits": [{"id": other, "authors": [person("dora")]}]});
    world.done("rita", "release.add-commits", commits);
    assert_eq!(tell(&mut world, "staging"), ["status.requested.v1"]);
    assert_eq!(world.state.statuses[&at].targets.len(), 2);
    let late = json!({"release": "march", "environment": "staging", "intent": before});
    assert_eq!(world.done("system", "status.finish", late), []);
    assert_eq!(
        finish(&mut world, "staging", Value::Null),
        ["status.shown.v1"]
    );
    world.check_folds();
}

#[test]
fn nobody_but_holdpoint_itself_tells_forges_and_settings_name_no_other_secret() {
    let mut world = company();
    forged(&mut world);
    committed(&mut world, "march");
    for (name, asked) in [
        ("status.tell", at("staging")),
        (
            "status.finish",
            json!({"release": "march", "environment": "staging", "intent": 0}),
        ),
    ] {
        assert_eq!(world.refused("ada", name, asked), "not-permitted");
    }
    let forge = json!({"name": "own", "kind": "gitea", "url": "https://git.example",
        "token": {"env": "HOLDPOINT_VAULT_KEY"}});
    let settings = json!({"settings": {"timezone": "UTC", "forges": [forge]}});
    let asked = json!({"changes": [settings]});
    assert_eq!(
        world.refused("ada", "organisation.apply", asked),
        "forge-wrong"
    );
}

#[test]
fn what_runs_there_is_told_once_more_and_then_no_longer() {
    let mut world = company();
    forged(&mut world);
    committed(&mut world, "march");
    let artifacts = json!({"release": "march", "artifacts": [artifact("api", "march")]});
    world.done("rita", "release.add-artifacts", artifacts);
    world.done("rita", "release.submit", json!({"release": "march"}));
    tell(&mut world, "staging");
    finish(&mut world, "staging", Value::Null);
    deploy(&mut world, "march", "test");
    approve(&mut world, "oona", "march", "component-owner");
    assert_eq!(tell(&mut world, "staging"), ["status.requested.v1"]);
    assert_eq!(verdict(&world, "staging"), "go");
    deploy(&mut world, "march", "staging");
    assert_eq!(tell(&mut world, "staging").len(), 0, "it waits to be shown");
    finish(&mut world, "staging", Value::Null);
    assert_eq!(tell(&mut world, "staging"), ["status.ended.v1"]);
    let named = holdpoint_domain::status::candidates(&world.state);
    assert!(
        named
            .iter()
            .all(|(_, place)| place.as_str() == "production")
    );
    world.check_folds();
}
