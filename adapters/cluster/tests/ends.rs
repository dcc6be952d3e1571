//! The server ends with the program that started it, however that ends, and its files go.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use holdpoint_cluster::{Cluster, Options};

/// What a program that starts a server is to do with it.
const ORDER: &str = "HOLDPOINT_CLUSTER_ORDER";

/// Not a test of its own: the others start it, in a process that has orders.
#[test]
fn starts_a_server_as_it_was_told() {
    let Ok(order) = std::env::var(ORDER) else {
        return;
    };
    let cluster = Cluster::start(Options::default());
    if order == "pause" {
        cluster.pause();
    }
    let place = cluster.folder().display().to_string();
    std::io::Write::write_all(&mut std::io::stderr(), format!("{place}\n").as_bytes()).unwrap();
    assert!(order != "panic", "as it was told");
    std::thread::sleep(Duration::from_secs(600));
}

/// Starts the program; gives it with the server's folder and process.
fn started(order: &str) -> (Child, PathBuf, u32) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let exactly = ["--exact", "starts_a_server_as_it_was_told", "--nocapture"];
    let mut child = command
        .args(exactly)
        .env(ORDER, order)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let place = PathBuf::from(lines.next().unwrap().unwrap());
    let file = std::fs::read_to_string(place.join("data/postmaster.pid")).unwrap();
    let server = file.lines().next().unwrap().parse().unwrap();
    // What else it says is read to the end, so that it never waits for a reader.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (child, place, server)
}

fn gone(place: &Path, server: u32) {
    let begun = Instant::now();
    while place.exists() || Path::new(&format!("/proc/{server}")).exists() {
        let waited = begun.elapsed();
        assert!(waited < Duration::from_secs(20), "it is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_program_that_is_killed_leaves_nothing() {
    for order in ["wait", "pause"] {
        let (mut child, place, server) = started(order);
        assert!(Path::new(&format!("/proc/{server}")).exists());
        child.kill().unwrap();
        child.wait().unwrap();
        gone(&place, server);
    }
}

#[test]
fn a_test_that_panics_leaves_nothing() {
    let (mut child, place, server) = started("panic");
    assert!(!child.wait().unwrap().success());
    gone(&place, server);
}

#[test]
fn what_was_committed_is_there_after_a_kill_and_its_files_go_at_the_end() {
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let url = cluster.database();
    cluster.sql(&url, "CREATE TABLE note AS SELECT 7 AS number");
    cluster.kill();
    cluster.start_again();
    assert_eq!(cluster.sql(&url, "SELECT number FROM note"), "7");
    let place = cluster.folder().to_path_buf();
    cluster.stop();
    assert!(place.exists());
    drop(cluster);
    assert!(!place.exists());
}
