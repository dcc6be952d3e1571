//! An installation is broken in one way after the other, and each is found.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::{at, back_up, copy, create, files, founded};
use crate::served::Server;
use crate::world::{Person, World};

fn examined(world: &World, data: &str, code: i32, more: &[&str]) -> Vec<String> {
    let data = at(world, data);
    let doctor = ["doctor", "--data", &data, "--format", "json"];
    let ran = world.run(&Person::default(), &[&doctor[..], more].concat());
    let found = ran.exits(code).json();
    let rule = |one: &Value| {
        assert!(one["help"].as_str().is_some_and(|help| !help.is_empty()));
        one["rule"].as_str().unwrap().to_owned()
    };
    let rules = found["findings"].as_array().unwrap().iter().map(rule);
    // Where tests run may be a disk in memory, or one that fills up.
    rules.filter(|rule| !rule.starts_with("disk-")).collect()
}

/// A copy of the data directory, as closed as it is itself.
fn taken(world: &World, name: &str) {
    copy(&world.path("repo/.holdpoint"), &world.path(name));
    for name in [
        name.to_owned(),
        format!("{name}/vault"),
        format!("{name}/blobs"),
    ] {
        fs::set_permissions(world.path(&name), fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn what_is_wrong_with_an_installation_is_found() {
    let (world, rita) = founded();
    create(&world, &rita, "till-1.1");
    let (server, _) = Server::start(&world);
    assert_eq!(examined(&world, "repo/.holdpoint", 0, &[]), [""; 0]);
    server.stop();
    back_up(&world, "backup", "keys").ok();
    let (there, nowhere) = (at(&world, "backup"), at(&world, "nowhere"));
    let with = |place: &str, code| examined(&world, "repo/.holdpoint", code, &["--backup", place]);
    assert_eq!(with(&there, 0), [""; 0]);
    assert_eq!(with(&nowhere, 2), ["backup-missing"]);

    let broken = |rule: &[&str], break_it: &dyn Fn(&std::path::Path)| {
        taken(&world, "sick");
        break_it(&world.path("sick"));
        assert_eq!(examined(&world, "sick", 2, &[]), rule);
        fs::remove_dir_all(world.path("sick")).unwrap();
    };
    let mode = |path: std::path::PathBuf, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    broken(&["data-open"], &|place| {
        mode(place.join("ledger.sqlite"), 0o644)
    });
    broken(&["data-writable"], &|place| mode(place.to_owned(), 0o777));
    broken(&["key-missing"], &|place| {
        fs::remove_file(place.join("ledger.key")).unwrap()
    });
    broken(&["data-unreadable"], &|place| {
        fs::remove_file(place.join("vault/vault.key")).unwrap();
    });
    broken(&["people-keyless"], &|place| {
        fs::remove_dir_all(place.join("vault")).unwrap();
        fs::create_dir(place.join("vault")).unwrap();
        mode(place.join("vault"), 0o700);
    });
    broken(&["content-missing"], &|place| {
        for path in files(&place.join("blobs")) {
            fs::remove_file(path).unwrap();
        }
    });
    // Another ledger's public key: neither the head nor the key that signs is its own.
    let (other, _) = founded();
    let vkey = other.read("repo/.holdpoint/ledger.vkey");
    broken(&["key-other", "ledger-signature"], &|place| {
        fs::write(place.join("ledger.vkey"), &vkey).unwrap();
    });
    // Entries that were signed once are gone.
    let newest = world.run(&Person::default(), &["release", "list"]);
    newest.ok();
    taken(&world, "evening");
    create(&world, &rita, "till-1.2");
    back_up(&world, "backup", "keys").ok();
    let manifest: Value = serde_json::from_str(&world.read("backup/backup.json")).unwrap();
    let checkpoint = manifest["manifest"]["checkpoint"].as_str().unwrap();
    world.write("evening/witnessed", checkpoint);
    assert_eq!(examined(&world, "evening", 2, &[]), ["ledger-contradicted"]);
}
