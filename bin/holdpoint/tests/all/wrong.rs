//! What people get wrong, and what they are told.

use crate::world::{Person, World};

#[test]
fn before_there_is_anything() {
    let world = World::new();
    let me = Person::default();
    let nothing = world.run(&me, &["release", "list"]).exits(3);
    insta::assert_snapshot!("no data", nothing.shown(&world));
    let usage = world.run(&me, &["release", "create"]).exits(3);
    insta::assert_snapshot!("usage", usage.shown(&world));
    let json = world
        .run(&me, &["release", "list", "--format", "json"])
        .exits(3);
    let error: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!(error["error"]["code"], "data-missing");
    assert!(json.out.is_empty());
    let zone = world
        .run(&me, &["explain", "--timezone", "Mars/Olympus"])
        .exits(3);
    insta::assert_snapshot!("zone", zone.shown(&world));
}

#[test]
fn a_configuration_with_mistakes_is_shown_at_its_lines() {
    let world = World::new();
    world.write(
        "repo/holdpoint.yaml",
        "organisation:\n  name: shop\nunits:\n  shop: {titel: Shop}\nenvironments:\n  production:\n    protected: maybe\n",
    );
    let wrong = world.run(&Person::default(), &["apply"]).exits(3);
    insta::assert_snapshot!("configuration", wrong.shown(&world));
    assert!(
        !world.path("repo/.holdpoint").exists(),
        "nothing was founded"
    );
}

#[test]
fn names_that_nobody_has() {
    let world = World::new();
    let me = Person::default();
    world.run(&me, &["init", "--organisation", "shop"]).ok();
    world.run(&me, &["apply"]).ok();
    for (name, line) in [
        ("release", &["release", "show", "tilt-1"][..]),
        ("component", &["component", "show", "tille"]),
        ("person", &["access", "grant", "nobody", "deployer"]),
        ("role", &["access", "grant", "nobody", "king"]),
        ("at", &["unit", "list", "--at", "99999"]),
        ("time", &["unit", "list", "--at", "soon"]),
        ("own grant", &["access", "grant", "me", "deployer"]),
    ] {
        let ran = world.run(&me, line);
        insta::assert_snapshot!(format!("unknown {name}"), ran.shown(&world));
        assert_eq!(ran.code, 3, "{}", ran.err);
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new();
    let me = Person::default();
    world.run(&me, &["init", "--organisation", "shop"]).ok();
    world.run(&me, &["apply"]).ok();
    let entries = || {
        world
            .run(&me, &["organisation", "--format", "json"])
            .ok()
            .json()["entries"]
            .clone()
    };
    let before = entries();
    let add = ["person", "add", "anna", "--dry-run", "--format", "json"];
    let rehearsed = world.run(&me, &add).ok().json();
    assert_eq!(rehearsed["dry_run"], true);
    assert_eq!(rehearsed["events"][0]["event"], "person.added.v1");
    assert_eq!(entries(), before);
    world.run(&me, &["person", "show", "anna"]).exits(3);
}
