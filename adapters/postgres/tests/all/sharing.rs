//! Several servers look at one seat, and one at a time sits there.

use std::time::{Duration, Instant};

use holdpoint_cluster::Cluster;
use holdpoint_conformance::Author;
use holdpoint_ports::{LedgerStore, SharedLedger as _, StoreError};
use holdpoint_postgres::SharedPostgres;

use crate::world::{address, entries, line};

fn join(url: &str, reached: &str) -> SharedPostgres {
    SharedPostgres::open(address(url), reached).unwrap()
}

fn sit(shared: &mut SharedPostgres) -> Box<dyn LedgerStore> {
    assert!(shared.look().unwrap().free);
    shared.sit().unwrap().unwrap()
}

#[test]
fn one_sits_and_the_others_know_where() {
    let url = Cluster::shared().database();
    let (mut one, mut other) = (join(&url, "http://one"), join(&url, "http://other"));
    let mut store = sit(&mut one);
    let seen = other.look().unwrap();
    assert_eq!(seen.address.as_deref(), Some("http://one"));
    assert!(!seen.free && !seen.ours && one.look().unwrap().ours);
    let mut author = Author::new();
    store.append(&author.batch(vec![line("one")])).unwrap();
    assert_eq!(other.look().unwrap().size, 1);
    assert_eq!(entries(&*other.reader().unwrap()), ["one"]);
    assert_eq!(one.others().unwrap(), ["http://other"]);
    assert_eq!(other.others().unwrap(), ["http://one"]);
    // Whoever gets up is followed at once.
    drop(store);
    let seen = other.look().unwrap();
    assert!(seen.free && seen.address.is_none());
    let mut store = sit(&mut other);
    store.append(&author.batch(vec![line("two")])).unwrap();
    assert_eq!(entries(&*one.reader().unwrap()), ["one", "two"]);
}

#[test]
fn whoever_stands_still_is_followed_and_appends_nothing_more() {
    let url = Cluster::shared().database();
    let (mut one, mut other) = (join(&url, "http://one"), join(&url, "http://other"));
    let mut stopped = sit(&mut one);
    let mut author = Author::new();
    stopped.append(&author.batch(vec![line("first")])).unwrap();
    // As when its process is stopped: it moves no more, under a name of its own.
    let freeze = "UPDATE holdpoint_ledger.head SET holder = holder || '!'";
    Cluster::shared().sql(&url, freeze);
    let begun = Instant::now();
    while !other.look().unwrap().free {
        assert!(begun.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(150));
    }
    assert!(begun.elapsed() > Duration::from_millis(2_900), "not sooner");
    let mut store = other.sit().unwrap().unwrap();
    store.append(&author.batch(vec![line("in time")])).unwrap();
    let refused = stopped.append(&author.batch(vec![line("too late")]));
    assert!(matches!(refused, Err(StoreError::Deposed)), "{refused:?}");
    assert_eq!(entries(&*one.reader().unwrap()), ["first", "in time"]);
}

#[test]
fn of_two_who_sit_down_at_the_same_time_one_does() {
    let url = Cluster::shared().database();
    let (mut one, mut other) = (join(&url, "http://one"), join(&url, "http://other"));
    assert!(one.look().unwrap().free && other.look().unwrap().free);
    let (first, second) = (one.sit().unwrap(), other.sit().unwrap());
    assert!(first.is_some() && second.is_none());
    // Who has not looked does not know whether it is free.
    assert!(other.sit().unwrap().is_none());
}

#[test]
fn whoever_does_not_hear_that_they_sat_down_sits_down_again_at_once() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    let (mut one, mut other) = (join(&url, "http://one"), join(&url, "http://other"));
    let store = sit(&mut one);
    cluster.sql(
        &url,
        "CREATE TABLE sat AS SELECT holder FROM holdpoint_ledger.head",
    );
    drop(store);
    assert!(one.look().unwrap().free);
    let claim = "UPDATE holdpoint_ledger.head
                 SET epoch = epoch + 1, beat = 0, address = 'http://one', holder = (SELECT holder FROM sat)";
    cluster.sql(&url, claim);
    let (own, others) = (one.look().unwrap(), other.look().unwrap());
    assert!(own.ours && own.free && !others.free, "{own:?} {others:?}");
    let mut store = one.sit().unwrap().unwrap();
    let own = one.look().unwrap();
    assert!(own.ours && !own.free, "it has heard of it: {own:?}");
    let mut author = Author::new();
    store.append(&author.batch(vec![line("sat")])).unwrap();
}

#[test]
fn whoever_cannot_ask_for_a_seat_has_not_to_look_at_it_from_the_beginning() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    let (mut one, mut other) = (join(&url, "http://one"), join(&url, "http://other"));
    let _stopped = sit(&mut one);
    cluster.sql(
        &url,
        "UPDATE holdpoint_ledger.head SET holder = holder || '!'",
    );
    let begun = Instant::now();
    while !other.look().unwrap().free {
        assert!(begun.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(150));
    }
    cluster.sql(&url, "ALTER TABLE holdpoint_ledger.head RENAME TO away");
    assert!(other.sit().is_err());
    cluster.sql(&url, "ALTER TABLE holdpoint_ledger.away RENAME TO head");
    assert!(other.look().unwrap().free, "as before");
    assert!(other.sit().unwrap().is_some());
}
