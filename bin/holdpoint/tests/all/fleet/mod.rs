//! Several servers on one ledger: real processes on a real database.

mod clock;
mod faults;
mod pauses;
mod replica;
mod room;
mod traced;
mod wire;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use holdpoint_buckets::Storage;
use holdpoint_cluster::Cluster;
use serde_json::Value;

pub(crate) use clock::Clock;
use room::{Room, SECRET};

fn room(count: usize) -> Room {
    let cluster = Cluster::shared();
    Room::new(count, &cluster.database(), cluster.port())
}

/// Nothing but the network is between these: content is in a bucket.
#[test]
fn servers_that_share_no_directory_read_what_each_of_them_was_told() {
    let (cluster, bucket) = (Cluster::shared(), Storage::s3().bucket());
    let room = Room::with(2, &cluster.database(), cluster.port(), Some(bucket.clone()));
    room.start_all();
    for at in 0..2 {
        room.until("it is ready", || room.ready(at));
    }
    for number in 0..4 {
        let body = format!(
            r#"{{"command":"release.create","arguments":{{"release":"r-{number}","components":["till"],"title":{{"plain":"Why {number}"}}}}}}"#
        );
        let (status, answer) = room
            .server(number % 2)
            .post("api/v1/commands", &body)
            .unwrap();
        assert_eq!(status, "200", "{}", String::from_utf8_lossy(&answer));
        let done: Value = serde_json::from_slice(&answer).unwrap();
        let seen = format!("Holdpoint-Position: {}\r\n", done["events"][0]["position"]);
        let path = format!("api/v1/query/release.show?release=r-{number}");
        let (_, shown) = room.server((number + 1) % 2).ask(&path, &seen).unwrap();
        let shown: Value = serde_json::from_slice(&shown).unwrap();
        assert_eq!(shown["title"], format!("Why {number}"), "{shown}");
    }
    assert!(Storage::s3().folder(&bucket).join("sha256").is_dir());
    for at in 0..2 {
        assert!(!room.world.path(&format!("server{at}/blobs")).exists());
    }
}

#[test]
fn every_server_takes_commands_and_shows_what_it_was_told() {
    let room = room(3);
    room.start_all();
    for at in 0..3 {
        room.until("it is ready", || room.ready(at));
    }
    room.until("somebody decides", || room.deciding().is_some());
    let deciding = |at: &usize| room.measured(*at, "holdpoint_fleet_decides") == Some(1);
    assert_eq!((0..3).filter(deciding).count(), 1, "one at a time");

    let mut last = 0;
    for number in 0..30 {
        let server = room.server(number % 3);
        let done = server.create(number).unwrap();
        assert!(done.position >= last, "{done:?} after {last}");
        last = done.position;
        let path = format!("api/v1/query/release.show?release=r-{number}");
        // Here at once, and elsewhere for whoever says what they have seen.
        assert_eq!(server.ask(&path, "").unwrap().0, "200", "{number}");
        let seen = format!("Holdpoint-Position: {last}\r\n");
        let elsewhere = room.server((number + 1) % 3).ask(&path, &seen).unwrap();
        assert_eq!(elsewhere.0, "200", "{number}");
        let again = room.server((number + 2) % 3).create(number).unwrap();
        assert!(
            again.repeated && again.position == done.position,
            "{again:?}"
        );
    }
    let passed = |at| room.measured(at, "holdpoint_fleet_passed_total").unwrap();
    assert!((0..3).map(passed).sum::<u64>() >= 20);

    // What is refused on one is refused on all, in the same words.
    let refused = |at: usize| {
        let body =
            r#"{"command":"release.create","arguments":{"release":"r-1","components":["till"]}}"#;
        let (status, answer) = room.server(at).post("api/v1/commands", body).unwrap();
        let problem: Value = serde_json::from_slice(&answer).unwrap();
        (status, problem["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(refused(0).0, "409");
    assert!((1..3).all(|at| refused(at) == refused(0)));
}

#[test]
fn whoever_decides_is_followed_within_five_seconds() {
    let room = room(3);
    room.start_all();
    room.until("somebody decides", || room.deciding().is_some());
    for (number, signal) in [(0, "-KILL"), (1, "-STOP")] {
        let gone = room.deciding().unwrap();
        let other = (gone + 1) % 3;
        room.until("it is ready", || room.ready(other));
        match signal {
            "-KILL" => room.kill(gone),
            stop => room.signal(gone, stop),
        }
        let begun = Instant::now();
        let done = std::iter::repeat_with(|| room.server(other).try_to_create(number));
        done.flatten().next().unwrap();
        let took = begun.elapsed();
        eprintln!("{signal}: followed after {took:?}");
        assert!(took < Duration::from_secs(5), "{took:?}: {}", room.said());
        if signal == "-STOP" {
            room.signal(gone, "-CONT");
            room.until("it follows again", || {
                room.measured(gone, "holdpoint_fleet_decides") == Some(0)
            });
            room.server(gone).create(7).unwrap();
        } else {
            room.start(gone);
            room.until("it is ready", || room.ready(gone));
        }
    }
}

#[test]
fn only_servers_pass_commands_on() {
    let room = room(1);
    room.start_all();
    room.until("somebody decides", || room.deciding().is_some());
    let address = room.seats[0].url.strip_prefix("http://").unwrap();
    let ask = |secret: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!(
            "GET /fleet/checkpoint HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask(SECRET).contains("holdpoint.local/shop"));
    for other in ["", "thirty-two characters are a secreT", &room.token] {
        assert!(ask(other).contains("401 Unauthorized"), "{other}");
    }
}
