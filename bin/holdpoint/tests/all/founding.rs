//! Founding, however often it breaks off, and the key that a ledger is signed with, wherever it lies.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use crate::world::{Person, World};

fn configured() -> World {
    let world = World::new();
    let me = Person::default();
    world.run(&me, &["init", "--organisation", "shop"]).ok();
    world
}

/// It is founded, and everything that it was given is sound.
fn sound(world: &World) {
    let me = Person::default();
    world.run(&me, &["apply"]).ok();
    let verified = world.run(&me, &["audit", "verify", "--format", "json"]);
    assert_eq!(verified.ok().json()["sound"], true);
    assert!(
        world
            .read("repo/.holdpoint/ledger.vkey")
            .starts_with("holdpoint.local/shop+")
    );
}

#[test]
fn what_was_killed_while_it_founded_is_founded_by_the_next_apply() {
    let mut unfinished = 0;
    for step in 0..12 {
        let world = configured();
        let mut child = world.start(&["apply"]);
        std::thread::sleep(Duration::from_millis(8 * step));
        child.kill().unwrap();
        child.wait().unwrap();
        unfinished += usize::from(!world.path("repo/.holdpoint/vault/vault.sqlite").exists());
        sound(&world);
    }
    assert!(unfinished > 0, "none of them was killed in time");
}

#[test]
fn a_key_without_a_ledger_and_a_ledger_without_an_entry_are_beginnings() {
    let world = configured();
    let me = Person::default();
    let other = configured();
    sound(&other);
    let key = other.path("repo/.holdpoint/ledger.key");
    std::fs::create_dir(world.path("repo/.holdpoint")).unwrap();
    std::fs::copy(key, world.path("repo/.holdpoint/ledger.key")).unwrap();
    std::fs::write(world.path("repo/.holdpoint/ledger.sqlite"), "").unwrap();
    let early = world.run(&me, &["unit", "list"]).exits(3);
    assert!(
        early.err.contains("organisation-not-founded"),
        "{}",
        early.err
    );
    let rehearsed = world.run(&me, &["apply", "--dry-run"]).ok();
    assert!(
        rehearsed.out.contains("+ component till"),
        "{}",
        rehearsed.out
    );
    sound(&world);
    let (own, others) = (
        world.read("repo/.holdpoint/ledger.vkey"),
        other.read("repo/.holdpoint/ledger.vkey"),
    );
    assert_eq!(own, others, "the key that was there is kept");
}

#[test]
fn a_key_of_the_environment_founds_and_is_asked_for_ever_after() {
    let giver = configured();
    sound(&giver);
    let key = giver.read("repo/.holdpoint/ledger.key");
    let world = configured();
    let me = Person::default().with("HOLDPOINT_LEDGER_KEY", key.trim());
    world.run(&me, &["apply"]).ok();
    assert!(!world.path("repo/.holdpoint/ledger.key").exists());
    assert_eq!(
        world.read("repo/.holdpoint/ledger.vkey"),
        giver.read("repo/.holdpoint/ledger.vkey")
    );
    world.run(&me, &["apply"]).ok();
    world.run(&me, &["audit", "verify"]).ok();
    let without = world.run(&Person::default(), &["unit", "list"]).exits(3);
    assert!(
        without.err.contains("ledger-key-missing"),
        "{}",
        without.err
    );
    world.run(&Person::default(), &["apply"]).exits(3);
    assert!(
        !world.path("repo/.holdpoint/ledger.key").exists(),
        "none is made anew"
    );
}

#[test]
fn a_key_file_that_is_named_is_made_and_used_there() {
    let world = configured();
    let me = Person::default();
    let file = world.path("keys/shop.key");
    std::fs::create_dir(world.path("keys")).unwrap();
    let named = ["--key-file", file.to_str().unwrap()];
    world.run(&me, &[&named[..], &["apply"]].concat()).ok();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!world.path("repo/.holdpoint/ledger.key").exists());
    world.run(&me, &["unit", "list"]).exits(3);
    let me = me.with("HOLDPOINT_LEDGER_KEY_FILE", file.to_str().unwrap());
    world.run(&me, &["unit", "list"]).ok();
    let stranger = configured();
    sound(&stranger);
    let wrong = stranger.path("repo/.holdpoint/ledger.key");
    let wrong = ["--key-file", wrong.to_str().unwrap(), "unit", "list"];
    world.run(&Person::default(), &wrong).exits(1);
}

#[test]
fn a_sample_that_was_killed_leaves_nothing_in_its_place() {
    let world = World::new();
    let me = Person::default();
    let place = world.path("sample").display().to_string();
    let line = ["demo", "--no-serve", "--data", &place];
    let mut child = world.start(&line);
    let draft = world.path("sample.unfinished/ledger.sqlite");
    while !draft.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!world.path("sample").exists());
    world.run(&me, &["--data", &place, "unit", "list"]).exits(3);
    let mut again = world.start(&line);
    while !draft.exists() {
        assert!(
            again.try_wait().unwrap().is_none(),
            "what is left is no hindrance"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    again.kill().unwrap();
    again.wait().unwrap();
}
