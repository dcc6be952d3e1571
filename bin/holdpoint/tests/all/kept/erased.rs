//! Who was erased stays erased, whatever copies of their key lie about.

use super::{asked, at, back_up, copy, create, files, founded, restore};
use crate::world::{Person, World};

/// The wrapped key of a person, as the file of keys has it.
fn key(world: &World, keys: &str, person: &str) -> Option<String> {
    let text = world.read(keys);
    let keys: serde_json::Value = serde_json::from_str(&text).unwrap();
    keys["people"][person].as_str().map(str::to_owned)
}

#[test]
fn an_older_copy_of_the_keys_brings_nobody_back() {
    let (world, rita) = founded();
    let admin = Person::default();
    create(&world, &rita, "till-1.1");
    back_up(&world, "backup", "keys").ok();
    let shown = world.run(&admin, &["person", "show", "rita", "--format", "json"]);
    let id = shown.ok().json()["person"].as_str().unwrap().to_owned();
    let wrapped = key(&world, "keys", &id).unwrap();
    std::fs::copy(world.path("keys"), world.path("older")).unwrap();
    copy(&world.path("backup"), &world.path("early"));

    world
        .run(
            &admin,
            &["person", "erase", "rita", "--reason", "she asked"],
        )
        .ok();
    let written = back_up(&world, "backup", "keys").ok();
    assert!(written.out.contains("keys"), "{}", written.out);
    assert_eq!(key(&world, "keys", &id), None);
    // The newest backup with the older keys.
    restore(&world, "backup", "older", "one", &[]).ok();
    // The backup from before, with the newest keys; entries are lost, and she is not found again.
    let refused = restore(&world, "early", "keys", "two", &[]).exits(2);
    assert!(refused.err.contains("restore-rollback"), "{}", refused.err);
    let back = restore(&world, "early", "keys", "two", &["--accept-loss"]).ok();
    assert!(back.out.contains("1 stay erased"), "{}", back.out);
    assert!(back.out.contains("LOST: 1 entries"), "{}", back.out);

    for data in ["one", "two"] {
        let page = asked(&world, &admin, data, &["release", "show", "till-1.1"]);
        assert_eq!(page["title"], "(erased)", "{data}: {page}");
        let data = at(&world, data);
        let gone = world.run(&admin, &["person", "show", "rita", "--data", &data]);
        assert_ne!(gone.code, 0);
    }
    // Her key is in the copies from before, and nowhere else.
    let raw: Vec<u8> = wrapped.clone().into_bytes();
    for place in ["repo/.holdpoint", "backup", "one", "two"] {
        for path in files(&world.path(place)) {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let found = bytes.windows(raw.len()).any(|w| w == raw.as_slice());
            assert!(!found, "{}", path.display());
            for plain in ["a secret reason", "rita@example.org"] {
                let told = bytes.windows(plain.len()).any(|w| w == plain.as_bytes());
                assert!(!told, "`{plain}` in {}", path.display());
            }
        }
    }
    assert!(
        world.read("older").contains(&wrapped),
        "the search can find"
    );
}
