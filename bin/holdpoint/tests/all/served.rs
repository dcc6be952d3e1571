//! The same through a server: over its socket, over the network, and as a log that others read.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};

use crate::world::{Person, World};

/// A server that is asked to stop when the story ends.
struct Server(Child);

impl Server {
    /// Starts it; says where it listens.
    fn start(world: &World) -> (Self, String) {
        let mut child = world.start(&["serve", "--listen", "127.0.0.1:0"]);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line =
            lines.find_map(|line| line.ok()?.strip_prefix("listening on ").map(str::to_owned));
        (Self(child), line.expect("it says where it listens"))
    }

    /// Asks it to stop, and waits.
    fn stop(mut self) {
        let id = self.0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.0.wait().unwrap().success());
    }
}

#[test]
fn a_server_answers_over_its_socket_and_over_the_network() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let (server, url) = Server::start(&world);

    // The data directory is locked: commands on it go through the socket, as the user who runs them.
    let local = world
        .run(&admin, &["component", "list", "--format", "json"])
        .ok()
        .json();
    assert_eq!(local["components"][0]["component"], "till");

    // Over the network, by token; the answers are the same.
    let remote = world.run(
        &rita,
        &["--server", &url, "component", "list", "--format", "json"],
    );
    assert_eq!(remote.ok().json(), local);
    let stranger = world.run(&Person::default(), &["--server", &url, "component", "list"]);
    assert!(stranger.exits(3).err.contains("a token is needed"));
    let create = [
        "--server",
        &url,
        "release",
        "create",
        "till-1.1",
        "--component",
        "till",
    ];
    let key = ["--key", "once", "--format", "json"];
    let first = world
        .run(&rita, &[&create[..], &key[..]].concat())
        .ok()
        .json();
    let again = world
        .run(&rita, &[&create[..], &key[..]].concat())
        .ok()
        .json();
    assert_eq!(
        (&first["events"], &again["repeated"]),
        (&again["events"], &true.into())
    );

    // Refusals come through with code and help.
    let refused = world.run(
        &rita,
        &[
            "--server",
            &url,
            "release",
            "create",
            "till-1.1",
            "--component",
            "till",
        ],
    );
    assert!(refused.exits(2).err.contains("release-exists"));

    // The ledger is a tiled log that the checker reads over HTTP.
    let vkey = world.read("repo/.holdpoint/ledger.vkey");
    let log = format!("{url}/ledger");
    world
        .run(
            &admin,
            &["log", "fsck", "--url", &log, "--vkey", vkey.trim()],
        )
        .ok();
    let entry = world.path("entry").display().to_string();
    let prove = [
        "log",
        "prove",
        "--url",
        &log,
        "--vkey",
        vkey.trim(),
        "--entry",
        "0",
    ];
    let proof = world
        .run(&admin, &[&prove[..], &["--save-entry", &entry]].concat())
        .ok();
    let proof = world.write("proof", &proof.out).display().to_string();
    let verify = [
        "log",
        "verify",
        "--vkey",
        vkey.trim(),
        "--proof",
        &proof,
        "--entry",
        &entry,
    ];
    world.run(&admin, &verify).ok();
    server.stop();

    // After it, the directory is open to commands again.
    let shown = world
        .run(&admin, &["release", "list", "--format", "json"])
        .ok()
        .json();
    assert_eq!(shown["releases"][0]["release"], "till-1.1");
}
