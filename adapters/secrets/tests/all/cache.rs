//! Values for a short time, and one question at a time.

use std::sync::Barrier;
use std::time::Duration;

use holdpoint_secrets::{Login, Reference, Settings, Trouble, VaultSettings};

use crate::world::{Hand, Server, bare, file, open, text};

fn reference(path: &str) -> Reference {
    Reference::Vault {
        path: path.to_owned(),
        field: "value".to_owned(),
        version: None,
    }
}

/// A vault that takes its time, and one that refuses `kv/none`.
fn slow() -> Server {
    Server::start(|request| match request.target.as_str() {
        "/v1/auth/token/lookup-self" => (200, r#"{"data":{"ttl":0}}"#.to_owned()),
        target if target.contains("/internal/") => (404, String::new()),
        "/v1/kv/none" => {
            std::thread::sleep(Duration::from_millis(400));
            (404, String::new())
        }
        _ => {
            std::thread::sleep(Duration::from_millis(400));
            (200, r#"{"data":{"value":"given"}}"#.to_owned())
        }
    })
}

fn settings(server: &Server, room: &std::path::Path, keep: u64, hand: &Hand) -> Settings {
    let vault = VaultSettings {
        address: server.url.clone(),
        namespace: None,
        ca: None,
        login: Login::Token {
            file: file(room, "token", "t0ken"),
        },
    };
    Settings {
        vault: Some(vault),
        keep: Duration::from_secs(keep),
        clock: hand.clock(),
        ..bare()
    }
}

fn reads(server: &Server, path: &str) -> usize {
    let line = format!("GET /v1/{path}");
    server
        .lines()
        .iter()
        .filter(|asked| **asked == line)
        .count()
}

#[test]
fn a_value_is_kept_for_its_time_and_no_longer() {
    let (server, room, hand) = (slow(), tempfile::tempdir().unwrap(), Hand::default());
    let keepers = open(settings(&server, room.path(), 60, &hand));
    for (forward, expected) in [(0, 1), (59, 1), (1, 2), (59, 2)] {
        hand.forward(forward);
        assert_eq!(text(&keepers, &reference("kv/a")), Ok("given".to_owned()));
        assert_eq!(reads(&server, "kv/a"), expected);
    }
    keepers.forget();
    text(&keepers, &reference("kv/a")).unwrap();
    assert_eq!(reads(&server, "kv/a"), 3);
    // What could not be had is asked for again.
    for expected in 1..=2 {
        assert_eq!(text(&keepers, &reference("kv/none")), Err(Trouble::Absent));
        assert_eq!(reads(&server, "kv/none"), expected);
    }
}

#[test]
fn many_who_ask_at_once_wait_for_one_answer() {
    for (path, keep) in [("kv/a", 60), ("kv/a", 0), ("kv/none", 60)] {
        let (server, room) = (slow(), tempfile::tempdir().unwrap());
        let keepers = open(settings(&server, room.path(), keep, &Hand::default()));
        let barrier = Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    let fine = text(&keepers, &reference(path)).is_ok();
                    assert_eq!(fine, path == "kv/a");
                });
            }
        });
        assert_eq!(reads(&server, path), 1, "{path}");
    }
}

#[test]
fn it_can_be_asked_on_a_thread_of_a_runtime() {
    let (server, room) = (slow(), tempfile::tempdir().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let given = runtime.block_on(async {
        let keepers = open(settings(&server, room.path(), 60, &Hand::default()));
        text(&keepers, &reference("kv/a"))
    });
    assert_eq!(given, Ok("given".to_owned()));
}
