//! The same through a server: over its socket, over the network, and as a log that others read.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command};

use crate::world::{Person, World};

/// A server that is asked to stop when the story ends.
pub(crate) struct Server(Child);

impl Drop for Server {
    /// Also when the story fails: what it started does not outlive it.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Starts it; says where it listens.
    pub(crate) fn start(world: &World) -> (Self, String) {
        Self::start_as(world, &Person::default())
    }

    /// The same, with what somebody has in their environment.
    pub(crate) fn start_as(world: &World, person: &Person) -> (Self, String) {
        let mut child = world.start_as(person, &["serve", "--listen", "127.0.0.1:0"]);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line =
            lines.find_map(|line| line.ok()?.strip_prefix("listening on ").map(str::to_owned));
        (Self(child), line.expect("it says where it listens"))
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) {
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

/// What the server answers to a plain request: the head and the body.
fn ask(url: &str, path: &str) -> (String, String) {
    ask_as(url, path, None)
}

fn ask_as(url: &str, path: &str, person: Option<&Person>) -> (String, String) {
    let bearer = person.map(|person| format!("Authorization: Bearer {}\r\n", person.bearer()));
    let bearer = bearer.unwrap_or_default();
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nHost: {address}\r\n{bearer}\r\n"
    )
    .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

#[test]
fn other_peoples_tools_get_what_the_standards_say() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let (server, url) = Server::start(&world);

    let (head, body) = ask(&url, "/ledger/checkpoint");
    assert!(
        head.contains("content-type: text/plain; charset=utf-8"),
        "{head}"
    );
    assert!(head.contains("cache-control: no-cache"), "{head}");
    assert!(body.starts_with("holdpoint.local/shop\n"), "{body}");
    let size: u64 = body.lines().nth(1).unwrap().parse().unwrap();

    let (head, _) = ask(&url, &format!("/ledger/tile/0/000.p/{size}"));
    assert!(
        head.contains("200 ok") && head.contains("immutable"),
        "{head}"
    );
    assert!(
        head.contains("content-type: application/octet-stream"),
        "{head}"
    );
    assert!(
        head.contains(&format!("content-length: {}", size * 32)),
        "{head}"
    );
    for beyond in [
        "/ledger/tile/0/000",
        "/ledger/tile/0/001.p/1",
        "/ledger/tile/entries/000",
    ] {
        assert!(ask(&url, beyond).0.contains("404 not found"), "{beyond}");
    }
    let (head, body) = ask(&url, "/ledger/tile/0/0");
    assert!(head.contains("400 bad request") && head.contains("application/problem+json"));
    assert!(body.contains("tile-path"), "{body}");

    let (head, body) = ask(&url, "/api/v1/query/release.list");
    assert!(
        head.contains("401 unauthorized") && head.contains("www-authenticate: bearer"),
        "{head}"
    );
    let problem: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(problem["type"], "urn:holdpoint:who-are-you");
    assert!(
        ask(&url, "/api/v1/openapi.json")
            .1
            .contains("\"openapi\":\"3.1.0\"")
    );
    assert!(ask(&url, "/api/v1/nothing").0.contains("404 not found"));
    // Pages are for people: a stranger is asked who they are, whatever they look for.
    let (head, _) = ask(&url, "/nothing");
    assert!(
        head.contains("303 see other") && head.contains("location: /login"),
        "{head}"
    );
    server.stop();
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

#[test]
fn a_code_is_redeemed_over_the_network_once_and_the_ledger_says_where() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    world.hire("rita", &["release-manager"]);
    let (server, url) = Server::start(&world);

    let enrol = ["person", "enrol", "rita", "--quiet"];
    let code = world.run(&admin, &enrol).ok().out;
    let redeem = ["--server", &url, "person", "redeem", code.trim(), "--quiet"];
    let token = world.run(&admin, &redeem).ok().out;
    let rita = Person::with_token(token.trim());
    let again = world.run(&admin, &redeem);
    assert!(again.err.contains("has been used"), "{}", again.err);

    // An administrator takes no token for her; she takes her own.
    let take = ["--server", &url, "person", "token", "rita"];
    let taken = world.run(&admin, &take[2..]);
    assert!(taken.err.contains("whose it is"), "{}", taken.err);
    world.run(&rita, &take).ok();

    let shown = [
        "--server", &url, "person", "show", "rita", "--format", "json",
    ];
    let id = world.run(&rita, &shown).ok().json();
    let subject = format!("account/{}", id["person"].as_str().unwrap());
    let path = format!("/api/v1/query/entry.list?subject={subject}");
    let told = ask_as(&url, &path, Some(&rita)).1;
    assert!(told.contains("\"door\":\"network\""), "{told}");
    server.stop();
}
