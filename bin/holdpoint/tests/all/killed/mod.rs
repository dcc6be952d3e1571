//! A server that is killed again and again while many people work on it: what it has acknowledged is there.

pub(crate) mod client;
mod runs;
pub(crate) mod verify;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_cluster::{Cluster, Options};

use crate::world::{Person, World};
use client::{Acknowledged, Server};

/// How often the server is killed.
const DEATHS: usize = 5;
/// How many work on it at the same time.
const PEOPLE: usize = 8;

/// A number that looks random.
pub(crate) fn random(below: u64) -> u64 {
    RandomState::new().build_hasher().finish() % below
}

/// A server that lives until it is dropped, also when the story fails.
struct Mortal(Child);

impl Drop for Mortal {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn start(world: &World) -> (Mortal, String) {
    let mut child = world.start(&["serve", "--listen", "127.0.0.1:0"]);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok()?.strip_prefix("listening on ").map(str::to_owned));
    (Mortal(child), line.expect("it says where it listens"))
}

/// What all workers share.
#[derive(Default)]
struct Work {
    /// Where the server listens; nowhere while it is dead.
    server: Mutex<Option<String>>,
    next: AtomicUsize,
    enough: AtomicBool,
    acknowledged: Mutex<Vec<Acknowledged>>,
    /// Requests that nobody answered.
    lost: AtomicUsize,
}

impl Work {
    /// Submits one release after another, each until it is acknowledged.
    fn work(&self, token: &str) {
        while !self.enough.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let done = std::iter::repeat_with(|| self.attempt(token, number));
            let done = done.flatten().next().unwrap();
            self.acknowledged.lock().unwrap().push(done);
        }
    }

    fn attempt(&self, token: &str, number: usize) -> Option<Acknowledged> {
        let url = self.server.lock().unwrap().clone();
        let answer = url.and_then(|url| Server::new(&url, token).create(number));
        if answer.is_none() {
            self.lost.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(3));
        }
        answer
    }
}

#[test]
fn what_a_killed_server_has_acknowledged_is_there_and_done_once() {
    story(&World::new(), &|| ());
}

/// The database dies as well, each time while the server works.
#[test]
fn what_it_has_acknowledged_is_in_a_database_that_is_killed_too() {
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let world = World::new().kept_in(&cluster.database());
    story(&world, &|| {
        cluster.kill();
        cluster.start_again();
        std::thread::sleep(Duration::from_millis(random(300)));
    });
}

/// Many work on a server that is killed again and again; `meanwhile` happens before each of its deaths.
fn story(world: &World, meanwhile: &dyn Fn()) {
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let token = world.hire("rita", &["release-manager"]).bearer();
    let work = Arc::new(Work::default());
    let workers: Vec<_> = (0..PEOPLE)
        .map(|_| {
            let (work, token) = (Arc::clone(&work), token.clone());
            std::thread::spawn(move || work.work(&token))
        })
        .collect();
    for _ in 0..DEATHS {
        let (server, url) = start(world);
        *work.server.lock().unwrap() = Some(url);
        std::thread::sleep(Duration::from_millis(50 + random(500)));
        meanwhile();
        drop(server);
        *work.server.lock().unwrap() = None;
    }
    let (last, url) = start(world);
    *work.server.lock().unwrap() = Some(url.clone());
    std::thread::sleep(Duration::from_millis(300));
    work.enough.store(true, Ordering::Relaxed);
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());

    let acknowledged = std::mem::take(&mut *work.acknowledged.lock().unwrap());
    assert_eq!(acknowledged.len(), work.next.load(Ordering::Relaxed));
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    assert!(work.lost.load(Ordering::Relaxed) > 0, "nobody noticed");
    let server = Server::new(&url, &token);
    let log = server.log(&world.read("repo/.holdpoint/ledger.vkey"));
    verify::done_once(&log, &acknowledged);
    verify::proven_for_ever(&log, &acknowledged);
    for one in acknowledged.iter().step_by(7) {
        let again = server.create(one.number).unwrap();
        assert!(again.repeated, "{again:?}");
        assert_eq!(again.position, one.position, "it is where it was");
    }
    assert_eq!(
        server.log(&log.key).size(),
        log.size(),
        "nothing is done twice"
    );
    drop(last);
    let verified = world.run(&admin, &["audit", "verify"]);
    verified.ok();
}
