//! Planted names, addresses and secrets never reach the ledger.

use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::Unit;

use crate::answers::unit;
use crate::shop::{self, made};
use crate::world::World;

#[test]
fn planted_personal_data_and_secrets_never_reach_a_leaf() {
    let world = World::on_disk().found();
    world.person(2, "anna", "Anna Meier");
    let token = world
        .vault
        .issue_token(crate::world::person(2).as_str(), "ci", None)
        .unwrap();
    let key = "AKIAIOSFODNN7EXAMPLE";
    let mail = "someone.else@example.org";
    let size = world.engine.published().size();
    let planted = [
        ("anna", "personal-data-in-entry"),
        ("Anna Meier", "personal-data-in-entry"),
        ("anna@acme.example", "personal-data-in-entry"),
        (mail, "personal-data-in-entry"),
        (&token, "secret-in-entry"),
        (key, "secret-in-entry"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret-in-entry"),
        ("https://ci:hunter2@git.example/x", "secret-in-entry"),
    ];
    for (text, code) in planted {
        let refusal = world.refused(1, unit("payments", &format!("run by {text}.")));
        assert_eq!(refusal.code, code, "{text}");
        assert!(
            !refusal.message.contains(text),
            "the refusal repeats `{text}`"
        );
    }
    world.done(1, unit("payments", "run by nobody in particular"));
    let bytes = world.bytes().concat();
    let text = String::from_utf8(bytes).unwrap().to_lowercase();
    for (planted, _) in planted {
        assert!(!text.contains(&planted.to_lowercase()), "{planted}");
    }
    assert_eq!(world.engine.published().size(), size + 1);
}

#[test]
fn a_name_counts_from_the_moment_that_the_person_is_added() {
    let world = World::new().found();
    world.done(1, unit("one", "for carla"));
    world.person(2, "carla", "Carla Novak");
    let refusal = world.refused(1, unit("two", "for carla"));
    assert_eq!(refusal.code, "personal-data-in-entry");
    assert_eq!(
        refusal.message,
        "`/unit/title` of `unit.declared.v1` holds the name of a person"
    );
    // A changed profile counts as soon as the engine is told.
    let profile = holdpoint_ports::Profile {
        handle: "dora".into(),
        ..Default::default()
    };
    world
        .vault
        .set_profile(crate::world::person(2).as_str(), &profile)
        .unwrap();
    world.engine.profiles_changed();
    world.done(1, unit("two", "for carla"));
    assert_eq!(
        world.refused(1, unit("three", "for dora")).code,
        "personal-data-in-entry"
    );
}

#[test]
fn an_entry_never_names_content_that_is_not_there() {
    let world = crate::shop::world(&[]);
    let lost = holdpoint_domain::Digest::of(b"never handed in");
    let refusal = world.refused(3, crate::shop::evidence(1, lost));
    assert_eq!(refusal.code, "blob-missing");
    assert!(refusal.message.contains(&lost.to_string()), "{refusal}");
    world.blobs.put(&mut b"never handed in".as_slice()).unwrap();
    world.done(3, crate::shop::evidence(1, lost));
}

#[test]
fn an_entry_that_is_too_large_is_refused() {
    let world = World::new().found();
    let size = world.engine.published().size();
    let refusal = world.refused(1, unit("payments", &"x".repeat(65_536)));
    assert_eq!(refusal.code, "entry-too-large");
    assert!(refusal.message.contains("65535"), "{refusal}");
    assert_eq!(world.engine.published().size(), size);
    // All of a command or nothing: the first unit is not there either.
    let named = |name: &str, title: &str| {
        Change::Unit(Unit {
            name: name.parse().unwrap(),
            title: title.into(),
            parent: None,
            calendar: None,
        })
    };
    let changes = vec![named("a", "fine"), named("b", &"x".repeat(70_000))];
    assert_eq!(
        world
            .refused(
                1,
                Apply {
                    changes,
                    ..Apply::default()
                }
            )
            .code,
        "entry-too-large"
    );
    assert!(world.engine.published().state.units.is_empty());
}

#[test]
fn nothing_new_is_called_like_a_person() {
    let world = shop::world(&[]);
    world.done(1, unit("gina-pohl", "there before she came"));
    world.person(4, "anna", "Anna Meier");
    world.person(5, "gina", "Gina Pohl");
    for name in ["anna-meier", "for-anna-meier-1", "anna-acme-example"] {
        let refusal = world.refused(1, unit(name, ""));
        assert_eq!(refusal.code, "personal-data-in-entry", "{name}");
        assert_eq!(
            refusal.message,
            "`/unit/name` of `unit.declared.v1` holds the name of a person"
        );
    }
    let mut create = serde_json::to_value(made(1).swap_remove(0)).unwrap();
    create["arguments"]["release"] = "anna-meier".into();
    let create: holdpoint_domain::Command = serde_json::from_value(create).unwrap();
    assert_eq!(world.refused(2, create).code, "personal-data-in-entry");
    // A first name is a word like any other; what was there before keeps its name.
    world.done(1, unit("anna", ""));
    world.done(1, unit("gina-pohl", "still there"));
}
