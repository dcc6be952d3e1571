//! What a legal hold keeps of somebody who was erased: for auditors only, in backups too, and gone when it is lifted.

use std::time::{Duration, Instant};

use super::{asked, at, back_up, copy, files, restore};
use crate::served::Server;
use crate::world::{Person, World};

const REASON: &str = "it smells of fish";

fn organisation() -> (World, Person, Person) {
    let (world, admin) = (World::new(), Person::default());
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let olga = world.hire("olga", &["component-owner"]);
    world.hire("paul", &[]);
    let audit = ["access", "grant", "paul", "auditor", "--until", "+90d"];
    world.run(&admin, &audit).ok();
    let paul = world.token("paul");
    world.write("repo/till.tar", "the till, built");
    let create = [
        "release",
        "create",
        "till-1.1",
        "--component",
        "till",
        "--artifact",
        "till.tar",
        "--submit",
    ];
    world.run(&rita, &create).ok();
    let reject = [
        "reject",
        "till-1.1",
        "--as",
        "component-owner",
        "--comment",
        REASON,
    ];
    world.run(&olga, &reject).ok();
    (world, paul, olga)
}

/// What somebody reads of the decisions.
fn read(world: &World, who: &Person, more: &[&str]) -> String {
    let show = [&["release", "show", "till-1.1", "--format", "json"], more].concat();
    world.run(who, &show).ok().json()["approvals"].to_string()
}

/// That nothing in these places has anything in the clear.
fn nothing_in_the_clear(world: &World, places: &[&str]) {
    for place in places {
        let found = files(&world.path(place));
        assert!(found.len() > 3, "the search can find: {place}");
        for path in found {
            let bytes = std::fs::read(&path).unwrap_or_default();
            for plain in [REASON, "olga@example.org"] {
                let told = bytes.windows(plain.len()).any(|w| w == plain.as_bytes());
                assert!(!told, "`{plain}` in {}", path.display());
            }
        }
    }
}

#[test]
fn a_hold_keeps_what_stands_behind_a_decision_until_it_is_lifted() {
    let (world, paul, _) = organisation();
    let admin = Person::default();
    back_up(&world, "before", "before-keys").ok();
    let hold = [
        "archive",
        "hold",
        "release/till-1.1",
        "--reason",
        "a lawsuit",
    ];
    let placed = world
        .run(&admin, &[&hold[..], &["--format", "json"]].concat())
        .ok()
        .json();
    let hold = placed["events"][0]["data"]["hold"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(read(&world, &admin, &[]).contains(REASON));

    let erase = ["person", "erase", "olga", "--format", "json"];
    let dry = world
        .run(&admin, &[&erase[..], &["--dry-run"]].concat())
        .ok()
        .json();
    let begun = Instant::now();
    let erased = world.run(&admin, &erase).ok().json();
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    for said in [&dry, &erased] {
        assert_eq!(said["stays"][0]["release"], "till-1.1", "{said}");
    }
    let (everybody, audited) = (read(&world, &admin, &[]), read(&world, &paul, &[]));
    assert!(
        !everybody.contains("fish") && !everybody.contains("olga"),
        "{everybody}"
    );
    assert!(
        audited.contains(REASON) && audited.contains("olga"),
        "{audited}"
    );
    let listed = world.run(&admin, &["archive", "list"]).ok().out;
    assert!(
        listed.contains("a lawsuit") && listed.contains(&hold),
        "{listed}"
    );
    world.run(&admin, &["audit", "verify"]).ok();

    // A backup has it, apart from its key; what is restored reads the same.
    back_up(&world, "while", "while-keys").ok();
    restore(&world, "while", "while-keys", "one", &[]).ok();
    let one = ["--data", &at(&world, "one")];
    assert!(read(&world, &paul, &one).contains(REASON));
    assert!(!read(&world, &admin, &one).contains("fish"));
    let wrong = restore(&world, "while", "before-keys", "two", &[]).ok();
    assert!(wrong.out.contains("people"), "{}", wrong.out);
    let two = ["--data", &at(&world, "two")];
    assert!(!read(&world, &paul, &two).contains("fish"), "older keys");

    // While a server runs, it is destroyed by itself.
    let (server, _) = Server::start(&world);
    let lift = ["archive", "lift", &hold, "--reason", "settled"];
    world.run(&admin, &lift).ok();
    let end = Instant::now() + Duration::from_secs(30);
    while read(&world, &paul, &[]).contains("fish") {
        assert!(Instant::now() < end, "it stays");
        std::thread::sleep(Duration::from_millis(100));
    }
    server.stop();
    world.run(&admin, &["audit", "verify"]).ok();
    back_up(&world, "after", "after-keys").ok();
    // The newest ledger with keys from while it was held brings nothing back.
    restore(&world, "after", "while-keys", "three", &[]).ok();
    let three = ["--data", &at(&world, "three")];
    assert!(!read(&world, &paul, &three).contains("fish"));
    let shown = asked(&world, &admin, "three", &["archive", "list"]);
    assert_eq!(shown["retained"].as_array().unwrap().len(), 0, "{shown}");

    copy(&world.path("repo/.holdpoint"), &world.path("data"));
    let places = ["data", "before", "while", "after", "one", "two", "three"];
    nothing_in_the_clear(&world, &places);
}
