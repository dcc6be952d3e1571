//! Who was erased stays erased, whatever copies of their key lie about.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{asked, at, back_up, copy, create, files, founded, has, key, restore};
use crate::world::Person;

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
    copy(
        &world.path("repo/.holdpoint/vault"),
        &world.path("vault-before"),
    );

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
    let back = restore(
        &world,
        "early",
        "keys",
        "two",
        &["--accept-loss", "--reason", "it burned"],
    )
    .ok();
    assert!(back.out.contains("1 stay erased"), "{}", back.out);
    assert!(back.out.contains("LOST: 1 entries"), "{}", back.out);

    for data in ["one", "two"] {
        let page = asked(&world, &admin, data, &["release", "show", "till-1.1"]);
        assert_eq!(page["title"], "(erased)", "{data}: {page}");
        let data = at(&world, data);
        let gone = world.run(&admin, &["person", "show", "rita", "--data", &data]);
        assert_ne!(gone.code, 0);
    }
    // Her key is in the copies from before, and nowhere else: neither as a file of keys has it, nor as a vault does.
    let raw = STANDARD.decode(&wrapped).unwrap();
    for place in ["repo/.holdpoint", "backup", "one", "two"] {
        for path in files(&world.path(place)) {
            let bytes = std::fs::read(&path).unwrap_or_default();
            for told in [
                wrapped.as_bytes(),
                &raw,
                b"a secret reason",
                b"rita@example.org",
            ] {
                let text = String::from_utf8_lossy(told);
                assert!(!has(&bytes, told), "`{text}` in {}", path.display());
            }
        }
    }
    let (older, vault) = (world.read("older"), world.path("vault-before"));
    assert!(older.contains(&wrapped), "the search can find");
    let vault = std::fs::read(vault.join("vault.sqlite")).unwrap();
    assert!(has(&vault, &raw), "the search can find");
}

#[test]
fn an_older_vault_put_in_its_place_is_erased_again() {
    let (world, rita) = founded();
    let admin = Person::default();
    create(&world, &rita, "till-1.1");
    let vault = world.path("repo/.holdpoint/vault");
    copy(&vault, &world.path("vault-before"));
    let erase = ["person", "erase", "rita", "--reason", "she asked"];
    world.run(&admin, &erase).ok();
    std::fs::remove_dir_all(&vault).unwrap();
    copy(&world.path("vault-before"), &vault);
    let show = ["release", "show", "till-1.1", "--format", "json"];
    let page = world.run(&admin, &show).ok().json();
    assert_eq!(page["title"], "(erased)", "{page}");
    assert_ne!(world.run(&admin, &["person", "show", "rita"]).code, 0);
    assert_ne!(world.run(&rita, &show).code, 0, "her token counts no more");
}
