//! Data directories that earlier programs have written: each opens, verifies and replays for ever.

use std::path::{Path, PathBuf};

use holdpoint_cluster::Cluster;

use crate::world::{Person, World};

/// The copy of a kept data directory, with the permissions that git does not keep.
fn kept(world: &World, name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let to = world.path(name);
    copy(&from, &to);
    to
}

fn copy(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700)).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (from, name) = entry.map(|one| (one.path(), one.file_name())).unwrap();
        let to = to.join(name);
        if from.is_dir() {
            copy(&from, &to);
            continue;
        }
        std::fs::copy(&from, &to).unwrap();
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn a_data_directory_of_the_first_format_opens_verifies_and_replays() {
    let world = World::new();
    let data = kept(&world, "data-1");
    let token = std::fs::read_to_string(data.join("token")).unwrap();
    let rita = Person::with_token(token.trim());
    let run = |arguments: &[&str]| {
        let place = ["--data", data.to_str().unwrap(), "--format", "json"];
        world.run(&rita, &[arguments, &place].concat()).ok().json()
    };

    let verified = run(&["audit", "verify"]);
    assert_eq!(verified["sound"], true, "{verified}");
    assert_eq!(verified["entries"], 86);
    assert_eq!(verified["blobs"]["sound"], 6);
    let replayed = run(&["audit", "replay"]);
    assert_eq!(replayed["same"], true, "{replayed}");
    assert_eq!(replayed["verdicts"], 7);

    // It says what it said then: free text opens, and what ran where is known.
    let release = run(&["release", "show", "till-1.1"]);
    assert_eq!(release["title"], "Talking till", "{release}");
    let place = run(&["environment", "show", "production"]);
    assert_eq!(place["running"][0]["release"], "till-1.1", "{place}");
    let waivers = run(&["waiver", "list", "--at", "80"]);
    assert!(waivers.to_string().contains("till-1.2"), "{waivers}");
}

/// Written by the program before servers could share a ledger: `data-1`, copied to a database.
#[test]
fn a_database_of_the_first_format_opens_verifies_and_replays() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    let written = include_str!("../golden/postgres-1.sql");
    cluster.sql(&url, written);
    let format = "SELECT version FROM holdpoint_ledger.format";
    assert_eq!(cluster.sql(&url, format), "1");
    let world = World::new().kept_in(&url);
    let data = kept(&world, "data-1");
    std::fs::remove_file(data.join("ledger.sqlite")).unwrap();
    std::fs::write(data.join("ledger.database"), "").unwrap();
    let token = std::fs::read_to_string(data.join("token")).unwrap();
    let rita = Person::with_token(token.trim());
    let place = ["--data", data.to_str().unwrap(), "--format", "json"];
    let run = |arguments: &[&str]| world.run(&rita, &[arguments, &place].concat());
    let verified = run(&["audit", "verify"]).ok().json();
    assert_eq!(verified["sound"], true, "{verified}");
    assert_eq!(verified["entries"], 86);
    let replayed = run(&["audit", "replay"]).ok().json();
    assert_eq!(replayed["same"], true, "{replayed}");
    run(&["release", "create", "till-1.3", "--component", "till"]).ok();
    assert_eq!(cluster.sql(&url, format), "2");

    // A newer program has been here: nothing is touched, and the error says what to do.
    cluster.sql(&url, "UPDATE holdpoint_ledger.format SET version = 9");
    let refused = run(&["audit", "verify"]);
    assert_ne!(refused.code, 0);
    assert!(refused.err.contains("database-newer"), "{}", refused.err);
    assert_eq!(cluster.sql(&url, format), "9");
}
