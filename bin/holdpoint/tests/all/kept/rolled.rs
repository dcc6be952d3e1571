//! A ledger that is put back is refused: by the keys, by a checkpoint, by a witness.

use super::{at, back_up, copy, create, founded, restore};
use crate::served::Server;
use crate::witnessed::{Witness, believing, cosigned};
use crate::world::Person;

#[test]
fn a_backup_that_lacks_what_was_there_is_refused_by_whoever_knows() {
    let (world, rita) = founded();
    let admin = Person::default();
    let witnesses = [
        Witness::start(&world, "audit"),
        Witness::start(&world, "board"),
    ];
    believing(&world, &witnesses);
    create(&world, &rita, "till-1.1");
    back_up(&world, "backup", "keys").ok();
    copy(&world.path("backup"), &world.path("evening"));
    std::fs::copy(world.path("keys"), world.path("evening-keys")).unwrap();

    create(&world, &rita, "till-1.2");
    let (server, _) = Server::start(&world);
    let (size, checkpoint) = cosigned(&world, &admin);
    server.stop();
    world.write("known", &checkpoint);
    back_up(&world, "backup", "keys").ok();

    let (known, url) = (at(&world, "known"), witnesses[0].url.as_str());
    for (keys, more) in [
        ("keys", &[][..]),
        ("evening-keys", &["--known", &known]),
        ("evening-keys", &["--witness", url]),
    ] {
        let refused = restore(&world, "evening", keys, "back", more).exits(2);
        let said = format!("knows {size} entries");
        assert!(refused.err.contains("restore-rollback"), "{}", refused.err);
        assert!(refused.err.contains(&said), "{}", refused.err);
        assert!(!world.path("back").exists());
    }
    // The newest one is what all of them know.
    let all = ["--known", &known, "--witness", url];
    restore(&world, "backup", "keys", "back", &all).ok();

    // Put back on purpose, it goes on as another history, which the newest checkpoint then contradicts.
    let lost = restore(
        &world,
        "evening",
        "keys",
        "lost",
        &["--accept-loss", "--reason", "it burned"],
    )
    .ok();
    assert!(lost.out.contains("LOST"), "{}", lost.out);
    let data = at(&world, "lost");
    for release in ["other-1", "other-2", "other-3"] {
        let create = ["release", "create", release, "--component", "till"];
        world
            .run(&rita, &[&create[..], &["--data", &data]].concat())
            .ok();
    }
    let (fork, keys) = (at(&world, "fork"), at(&world, "fork-keys"));
    let backup = ["backup", &fork, "--keys", &keys, "--data", &data];
    world.run(&admin, &backup).ok();
    for more in [&["--known", &known][..], &["--witness", url]] {
        let refused = restore(&world, "fork", "fork-keys", "never", more).exits(2);
        assert!(refused.err.contains("restore-other"), "{}", refused.err);
        // Nor does it help to accept a loss.
        let more = [more, &["--accept-loss", "--reason", "it burned"]].concat();
        restore(&world, "fork", "fork-keys", "never", &more).exits(2);
    }
}
