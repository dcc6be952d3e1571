//! One writer at a time: who was deposed cannot append, whatever they believe.

use std::time::{Duration, Instant};

use holdpoint_cluster::Cluster;
use holdpoint_conformance::Author;
use holdpoint_ports::{LedgerStore as _, StoreError};

use crate::proxy::Proxy;
use crate::world::{entries_of, line, open};

/// Makes the seat look free, as it does to others when its holder stands still.
const UNSEAT: &str = "UPDATE holdpoint_ledger.head SET holder = NULL";

#[test]
fn only_one_process_has_it_open() {
    let url = Cluster::shared().database();
    let _first = open(&url).unwrap();
    let begun = Instant::now();
    let error = open(&url).err().unwrap();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    let said = error.to_string();
    let label = format!("(process {} on ", std::process::id());
    assert!(said.contains(&label), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(2), "a beat is enough");
}

#[test]
fn a_holder_who_moves_no_more_is_followed_within_five_seconds() {
    let url = Cluster::shared().database();
    drop(open(&url).unwrap());
    let ghost = "UPDATE holdpoint_ledger.head SET holder = 'ghost', label = 'nobody', epoch = 41";
    Cluster::shared().sql(&url, ghost);
    let begun = Instant::now();
    let mut ledger = open(&url).unwrap();
    let waited = begun.elapsed();
    assert!(
        (Duration::from_secs(3)..Duration::from_secs(5)).contains(&waited),
        "{waited:?}"
    );
    let epoch = Cluster::shared().sql(&url, "SELECT epoch FROM holdpoint_ledger.head");
    assert_eq!(epoch, "42");
    let batch = Author::new().batch(vec![line("one")]);
    ledger.append(&batch).unwrap();
}

#[test]
fn a_holder_who_appends_or_beats_is_not_followed() {
    let url = Cluster::shared().database();
    drop(open(&url).unwrap());
    let ghost = "UPDATE holdpoint_ledger.head SET holder = 'ghost', label = 'busy'";
    Cluster::shared().sql(&url, ghost);
    let watcher = std::thread::spawn({
        let url = url.clone();
        move || open(&url).err().unwrap()
    });
    std::thread::sleep(Duration::from_millis(1_500));
    Cluster::shared().sql(&url, "UPDATE holdpoint_ledger.head SET size = size + 1");
    let error = watcher.join().unwrap();
    assert!(error.to_string().contains("(busy)"), "{error}");
}

#[test]
fn who_was_deposed_appends_nothing_ever_again() {
    let url = Cluster::shared().database();
    let mut author = Author::new();
    let mut first = open(&url).unwrap();
    first.append(&author.batch(vec![line("one")])).unwrap();
    Cluster::shared().sql(&url, UNSEAT);
    let mut second = open(&url).unwrap();
    let batch = author.batch(vec![line("two")]);
    for _ in 0..2 {
        let error = first.append(&batch).unwrap_err();
        assert!(matches!(error, StoreError::Deposed), "{error}");
    }
    assert_eq!(entries_of(&first), ["one"]);
    second.append(&batch).unwrap();
    // Closing the first must not unseat the second.
    drop(first);
    second.append(&author.batch(vec![line("three")])).unwrap();
    assert_eq!(entries_of(&second), ["one", "two", "three"]);
}

#[test]
fn a_batch_that_arrives_after_its_sender_was_deposed_is_not_kept() {
    let url = Cluster::shared().database();
    let proxy = Proxy::before(Cluster::shared().port());
    let mut author = Author::new();
    let mut first = open(&proxy.url(&url)).unwrap();
    first.append(&author.batch(vec![line("one")])).unwrap();
    let late = author.clone().batch(vec![line("MARKED")]);
    proxy.hold_marked();
    std::thread::scope(|scope| {
        let held = scope.spawn(|| first.append(&late));
        proxy.wait_until_held();
        Cluster::shared().sql(&url, UNSEAT);
        let mut second = open(&url).unwrap();
        // The size is still the one that it expects.
        proxy.release();
        let error = held.join().unwrap().unwrap_err();
        assert!(matches!(error, StoreError::Deposed), "{error}");
        second.append(&author.batch(vec![line("two")])).unwrap();
        assert_eq!(entries_of(&second), ["one", "two"]);
    });
}
