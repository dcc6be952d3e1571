//! A backup that was changed anywhere is not restored.

use super::{back_up, copy, create, files, founded, restore};
use crate::world::Person;

#[test]
fn a_backup_that_was_changed_anywhere_is_not_restored() {
    let (world, rita) = founded();
    create(&world, &rita, "till-1.1");
    back_up(&world, "backup", "keys").ok();
    restore(&world, "backup", "keys", "none", &["--dry-run"]).ok();
    let ledger = world.path("backup/ledger.sqlite");
    let whole = std::fs::read(&ledger).unwrap();
    for path in files(&world.path("backup")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".lock") || name.contains("sqlite-") {
            continue;
        }
        copy(&world.path("backup"), &world.path("changed"));
        let path = world
            .path("changed")
            .join(path.strip_prefix(world.path("backup")).unwrap());
        let mut bytes = std::fs::read(&path).unwrap();
        // In the ledger a byte of an entry, anywhere else the middle.
        let place = match name.as_str() {
            "ledger.sqlite" => whole.windows(8).rposition(|w| w == b"till-1.1").unwrap(),
            _ => bytes.len() / 2,
        };
        bytes[place] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        for more in [&["--dry-run"][..], &[]] {
            let refused = restore(&world, "changed", "keys", "never", more);
            assert_ne!(refused.code, 0, "{name}: {}", refused.out);
            assert!(!world.path("never").exists(), "{name}");
        }
        std::fs::remove_dir_all(world.path("changed")).unwrap();
    }
    let other = Person::default();
    let (world, _) = founded();
    back_up(&world, "backup", "keys").ok();
    let data = super::at(&world, "x");
    let from = super::at(&world, "backup");
    let unproven = ["restore", &from, "--without-keys", "--data", &data];
    let refused = world.run(&other, &unproven).exits(3);
    assert!(refused.err.contains("restore-unproven"), "{}", refused.err);
    let missing = super::at(&world, "nowhere");
    let refused = world
        .run(
            &other,
            &["restore", &missing, "--without-keys", "--data", &data],
        )
        .exits(3);
    assert!(refused.err.contains("backup-missing"), "{}", refused.err);
    let inside = super::at(&world, "backup/keys");
    let refused = world
        .run(&other, &["backup", &from, "--keys", &inside])
        .exits(3);
    assert!(
        refused.err.contains("backup-keys-beside"),
        "{}",
        refused.err
    );
}

#[test]
fn keys_of_another_ledger_open_nothing() {
    let (world, _) = founded();
    back_up(&world, "backup", "keys").ok();
    let (other, _) = founded();
    back_up(&other, "backup", "keys").ok();
    std::fs::copy(other.path("keys"), world.path("others")).unwrap();
    let refused = restore(&world, "backup", "others", "never", &[]).exits(3);
    assert!(
        refused.err.contains("error[backup-keys]"),
        "{}",
        refused.err
    );
}
