//! Two witnesses of an organisation, and an administrator who puts the ledger back.

use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::served::Server;
use crate::world::{Person, World};

/// A witness that answers until it is dropped.
pub(crate) struct Witness {
    child: Child,
    pub(crate) key: String,
    pub(crate) url: String,
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Witness {
    /// Begins a witness of the world's ledger and starts it.
    pub(crate) fn start(world: &World, name: &str) -> Self {
        let admin = Person::default();
        let data = world.path(name).display().to_string();
        let run = |arguments: &[&str]| {
            let arguments = [&["witness"], arguments, &["--data", &data]].concat();
            world.run(&admin, &arguments).ok()
        };
        let begun = run(&["init", "--name", name, "--format", "json"]).json();
        let log = world.read("repo/.holdpoint/ledger.vkey");
        run(&["add", log.trim()]);
        let mut child = world.start(&[
            "witness",
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            &data,
        ]);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let url =
            lines.find_map(|line| line.ok()?.strip_prefix("listening on ").map(str::to_owned));
        Self {
            child,
            key: begun["key"].as_str().unwrap().to_owned(),
            url: url.unwrap(),
        }
    }
}

/// Asks again and again, until what it says is as it should be.
pub(crate) fn horizons(world: &World, fits: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let asked = world.run(
            &Person::default(),
            &["audit", "horizons", "--format", "json"],
        );
        let found = asked.json();
        if fits(&found) {
            return found;
        }
        assert!(Instant::now() < end, "{found:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub(crate) fn complete(found: &Value) -> bool {
    found["witnessed"]["size"] == found["signed"]
}

fn problem(found: &Value, words: &str) -> bool {
    let said = |one: &Value| {
        one["problem"]
            .as_str()
            .is_some_and(|said| said.contains(words))
    };
    found["witnesses"].as_array().unwrap().iter().all(said)
}

/// An organisation that believes both.
pub(crate) fn believing(world: &World, witnesses: &[Witness; 2]) {
    let [one, two] = witnesses;
    let file = world.read("repo/holdpoint.yaml")
        + &format!(
            "\nwitnesses:\n  quorum: 2\n  of:\n    audit: {{key: \"{}\", url: \"{}\"}}\n    board: {{key: \"{}\", url: \"{}\"}}\n",
            one.key, one.url, two.key, two.url
        );
    world.write("repo/holdpoint.yaml", &file);
    world.run(&Person::default(), &["apply"]).ok();
}

/// How many entries witnesses have cosigned, once these are all, and the checkpoint.
pub(crate) fn cosigned(world: &World, admin: &Person) -> (u64, String) {
    let found = horizons(world, complete);
    let size = found["signed"].as_u64().unwrap();
    let checkpoint = ["audit", "horizons", "--checkpoint"];
    (size, world.run(admin, &checkpoint).ok().out)
}

#[test]
fn a_ledger_that_is_put_back_is_found_out_by_its_witnesses() {
    let (world, admin) = (World::new(), Person::default());
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let witnesses = [
        Witness::start(&world, "audit"),
        Witness::start(&world, "board"),
    ];
    believing(&world, &witnesses);
    let rita = world.hire("rita", &["release-manager"]);
    world.run(&admin, &["audit", "horizons"]).exits(4);

    let (server, _) = Server::start(&world);
    let found = horizons(&world, complete);
    assert_eq!(
        found["witnessed"]["by"],
        serde_json::json!(["audit", "board"])
    );
    server.stop();
    let ledger = world.path("repo/.holdpoint/ledger.sqlite");
    let (old, early) = (world.path("old.sqlite"), world.path("early"));
    std::fs::copy(&ledger, &old).unwrap();

    let (server, _) = Server::start(&world);
    world
        .run(
            &rita,
            &["release", "create", "till-2", "--component", "till"],
        )
        .ok();
    let (size, checkpoint) = cosigned(&world, &admin);
    server.stop();
    let known = world.write("known", &checkpoint).display().to_string();
    let policy = format!(
        "log {}\nwitness audit {}\nwitness board {}\ngroup both 2 audit board\nquorum both\n",
        world.read("repo/.holdpoint/ledger.vkey").trim(),
        witnesses[0].key,
        witnesses[1].key,
    );
    let policy = world.write("policy", &policy).display().to_string();
    let verify = ["audit", "verify", "--known", &known, "--policy", &policy];
    let sound = world.run(&admin, &verify).ok();
    assert!(
        sound
            .out
            .contains(&format!("the first {size} entries, by audit, board")),
        "{}",
        sound.out
    );

    // The ledger is put back to the evening before.
    std::fs::copy(&old, &ledger).unwrap();
    let refused = world
        .run(&admin, &["serve", "--listen", "127.0.0.1:0"])
        .exits(2);
    assert!(
        refused.err.contains("error[ledger-contradicted]"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("entries are gone"), "{}", refused.err);
    let damaged = world.run(&admin, &verify).exits(2);
    assert!(damaged.out.contains("entries are gone"), "{}", damaged.out);

    // Whoever did it takes away the server's own memory, too; the witnesses keep theirs.
    std::fs::rename(world.path("repo/.holdpoint/witnessed"), &early).unwrap();
    let (server, _) = Server::start(&world);
    let found = horizons(&world, |found| problem(found, "entries are gone"));
    assert!(found["witnessed"].is_null(), "{found:#}");
    for number in 0..10 {
        let name = format!("other-{number}");
        world
            .run(&rita, &["release", "create", &name, "--component", "till"])
            .ok();
    }
    let found = horizons(&world, |found| problem(found, "not proven to extend"));
    assert!(
        found["witnessed"].is_null() && found["signed"].as_u64().unwrap() > size,
        "{found:#}"
    );
    server.stop();
}
