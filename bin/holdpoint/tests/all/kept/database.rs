//! Who was erased leaves nothing in a database that anybody could read, nor in a backup from before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_cluster::{Cluster, Options};

use super::{asked, back_up, create, files, founded_in, has, key, restore};
use crate::world::{Person, World};

/// What she wrote, and who she was.
const PLAIN: [&str; 2] = ["a secret reason", "rita@example.org"];

/// Bytes as a dump has them.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// That a dump has none of it, as text or as bytes.
fn not_in_the_clear(dump: &str) {
    for plain in PLAIN {
        let told = dump.contains(plain) || dump.contains(&hex(plain.as_bytes()));
        assert!(!told, "`{plain}` in the database");
    }
}

#[test]
fn nothing_of_an_erased_person_is_in_the_clear_in_a_database_or_its_backup() {
    let cluster = Cluster::start(Options::default());
    let url = cluster.database();
    let (world, rita) = founded_in(World::new().kept_in(&url).with_people_in(&url));
    let admin = Person::default();
    create(&world, &rita, "till-1.1");
    back_up(&world, "before", "before-keys").ok();
    let shown = world.run(&admin, &["person", "show", "rita", "--format", "json"]);
    let id = shown.ok().json()["person"].as_str().unwrap().to_owned();
    let wrapped = STANDARD
        .decode(key(&world, "before-keys", &id).unwrap())
        .unwrap();
    let dump = cluster.dump(&url);
    assert!(dump.contains(&hex(&wrapped)), "the search can find");
    not_in_the_clear(&dump);

    let erase = ["person", "erase", "rita", "--reason", "she asked"];
    world.run(&admin, &erase).ok();
    let dump = cluster.dump(&url);
    assert!(dump.contains("holdpoint_ledger") && dump.contains("holdpoint_vault"));
    not_in_the_clear(&dump);
    assert!(!dump.contains(&hex(&wrapped)), "her key is gone");
    world.run(&admin, &["audit", "verify"]).ok();

    // All that the database ever wrote, its write-ahead log too; the data directory; the backup from before.
    cluster.sql(&url, "CHECKPOINT");
    back_up(&world, "after", "after-keys").ok();
    let own = [
        world.path("repo/.holdpoint"),
        world.path("before"),
        world.path("after"),
    ];
    for place in own.iter().map(AsRef::as_ref).chain([cluster.folder()]) {
        let found = files(place);
        assert!(found.len() > 3, "the search can find: {}", place.display());
        for path in found {
            let bytes = std::fs::read(&path).unwrap_or_default();
            for plain in PLAIN {
                assert!(
                    !has(&bytes, plain.as_bytes()),
                    "`{plain}` in {}",
                    path.display()
                );
            }
        }
    }
    // What is restored knows her no more, with whichever keys.
    for (keys, to) in [("before-keys", "one"), ("after-keys", "two")] {
        let (ledger, vault) = (cluster.database(), cluster.database());
        let there = ["--database-url", &ledger, "--vault-url", &vault];
        restore(&world, "after", keys, to, &there).ok();
        let show = [&["release", "show", "till-1.1"], &there[..]].concat();
        let page = asked(&world, &admin, to, &show);
        assert_eq!(page["title"], "(erased)", "{keys}: {page}");
    }
}
