//! Connections that break and servers that die: what was acknowledged is there, once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use holdpoint_cluster::{Cluster, Options};
use holdpoint_conformance::Author;
use holdpoint_ports::LedgerStore as _;

use crate::proxy::Proxy;
use crate::world::{entries, entries_of, line, open};

#[test]
fn an_append_whose_answer_was_lost_is_found_and_not_repeated() {
    let url = Cluster::shared().database();
    let proxy = Proxy::before(Cluster::shared().port());
    let mut author = Author::new();
    let mut ledger = open(&proxy.url(&url)).unwrap();
    ledger.append(&author.batch(vec![line("one")])).unwrap();
    proxy.lose_answer_to_marked();
    ledger.append(&author.batch(vec![line("MARKED")])).unwrap();
    assert!(proxy.is_done());
    ledger.append(&author.batch(vec![line("three")])).unwrap();
    assert_eq!(entries_of(&ledger), ["one", "MARKED", "three"]);
    let epoch = Cluster::shared().sql(&url, "SELECT epoch FROM holdpoint_ledger.head");
    assert_eq!(epoch, "2", "the epoch was raised to find out");
}

#[test]
fn an_append_that_did_not_get_there_is_sent_again() {
    let url = Cluster::shared().database();
    let proxy = Proxy::before(Cluster::shared().port());
    let mut author = Author::new();
    let mut ledger = open(&proxy.url(&url)).unwrap();
    ledger.append(&author.batch(vec![line("one")])).unwrap();
    proxy.cut_marked();
    ledger.append(&author.batch(vec![line("MARKED")])).unwrap();
    assert!(proxy.is_done());
    assert_eq!(entries_of(&ledger), ["one", "MARKED"]);
}

#[test]
fn a_reader_asks_again_when_its_connection_was_ended() {
    let url = Cluster::shared().database();
    let mut ledger = open(&url).unwrap();
    ledger
        .append(&Author::new().batch(vec![line("one")]))
        .unwrap();
    let reader = ledger.reader().unwrap();
    assert_eq!(entries(&*reader), ["one"]);
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE application_name = 'holdpoint' AND datname = current_database()";
    Cluster::shared().sql(&url, end);
    assert_eq!(entries(&*reader), ["one"]);
}

#[test]
fn whatever_becomes_of_the_server_every_batch_is_kept_once() {
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let url = cluster.database();
    let mut ledger = open(&url).unwrap();
    let (mut author, done) = (Author::new(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for at in 0..4 {
                std::thread::sleep(Duration::from_millis(300));
                match at % 2 {
                    0 => cluster.kill(),
                    _ => cluster.stop(),
                }
                cluster.start_again();
            }
            cluster.pause();
            std::thread::sleep(Duration::from_millis(700));
            cluster.resume();
            std::thread::sleep(Duration::from_millis(300));
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) {
            let text = author.size().to_string();
            ledger.append(&author.batch(vec![line(&text)])).unwrap();
        }
    });
    let expected: Vec<_> = (0..author.size()).map(|at| at.to_string()).collect();
    assert!(expected.len() > 50, "{}", expected.len());
    assert_eq!(entries_of(&ledger), expected);
}

#[test]
fn a_batch_that_the_database_refuses_keeps_nothing_and_the_next_one_goes() {
    let url = Cluster::shared().database();
    let mut author = Author::new();
    let mut ledger = open(&url).unwrap();
    let mut unwritable = author.clone().batch(vec![line("one"), line("two")]);
    unwritable.entries[1].subject = "release/\0".to_owned();
    let error = ledger.append(&unwritable).unwrap_err().to_string();
    assert!(error.contains("invalid byte sequence"), "{error}");
    assert_eq!(entries_of(&ledger), [""; 0]);
    ledger.append(&author.batch(vec![line("one")])).unwrap();
    assert_eq!(entries_of(&ledger), ["one"]);
}
