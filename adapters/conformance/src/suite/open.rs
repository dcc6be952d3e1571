//! What was open at a size.

use holdpoint_ports::{LedgerStore, NewEntry, Opening};

use super::open_at;
use crate::{Author, entry};

const OPENED: Option<Opening> = Some(Opening::Opened);
const CLOSED: Option<Opening> = Some(Opening::Closed);

fn fill(store: &mut dyn LedgerStore, entries: &[(&str, Option<Opening>)]) {
    let make = |(subject, opening): &(&str, _)| entry(subject.as_bytes(), subject, *opening);
    let mut author = Author::new();
    // Batches of two: spans begin and end within a batch and across batches.
    for entries in entries.chunks(2) {
        let entries: Vec<NewEntry> = entries.iter().map(make).collect();
        store.append(&author.batch(entries)).unwrap();
    }
}

/// From the entry that opens it to before the entry that closes it, again and again; all its entries count.
pub fn an_aggregate_is_open_between_its_entries(mut store: Box<dyn LedgerStore>) {
    let entries = [
        ("release/a", None),
        ("release/a", OPENED),
        ("release/b", OPENED),
        ("release/a", CLOSED),
        ("release/a", None),
        ("release/c", OPENED),
        ("release/c", CLOSED),
        ("release/a", OPENED),
        ("release/b", CLOSED),
    ];
    fill(&mut *store, &entries);
    let reader = store.reader().unwrap();
    let expected: [&[u64]; 10] = [
        &[],
        &[],
        &[0, 1],
        &[0, 1, 2],
        &[2],
        &[2],
        &[2, 5],
        &[2],
        &[0, 1, 2, 3, 4, 7],
        &[0, 1, 3, 4, 7],
    ];
    for (below, expected) in (0..).zip(expected) {
        assert_eq!(open_at(&*reader, &[], below), expected, "at size {below}");
    }
    assert_eq!(open_at(&*reader, &[], u64::MAX), expected[9]);
}

/// Resident kinds are there whether open or not, once.
pub fn a_resident_kind_is_always_there(mut store: Box<dyn LedgerStore>) {
    let entries = [
        ("unit/a", None),
        ("release/a", OPENED),
        ("team/a", OPENED),
        ("unit/a", None),
        ("team/a", CLOSED),
        ("release/a", CLOSED),
        ("unit/b", None),
    ];
    fill(&mut *store, &entries);
    let reader = store.reader().unwrap();
    assert_eq!(open_at(&*reader, &["unit"], 7), [0, 3, 6]);
    assert_eq!(
        open_at(&*reader, &["unit", "team", "unit"], 7),
        [0, 2, 3, 4, 6]
    );
    assert_eq!(open_at(&*reader, &["unit", "team"], 3), [0, 1, 2]);
    assert_eq!(open_at(&*reader, &["nothing", "uni", "unit/a"], 7), [0; 0]);
}

/// Opening what is open and closing what is not open change nothing.
pub fn telling_twice_changes_nothing(mut store: Box<dyn LedgerStore>) {
    let entries = [
        ("release/a", CLOSED),
        ("release/a", OPENED),
        ("release/a", OPENED),
        ("release/a", CLOSED),
        ("release/a", CLOSED),
    ];
    fill(&mut *store, &entries);
    let reader = store.reader().unwrap();
    for (below, expected) in [
        (1, vec![]),
        (2, vec![0, 1]),
        (3, vec![0, 1, 2]),
        (4, vec![]),
    ] {
        assert_eq!(open_at(&*reader, &[], below), expected, "at size {below}");
    }
    assert_eq!(open_at(&*reader, &[], 5), [0; 0]);
}
