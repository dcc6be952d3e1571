//! A damaged file is said to be damaged, and never answered from as if it were whole.

use std::ops::ControlFlow;

use holdpoint_conformance::{Author, entry};
use holdpoint_ports::{LedgerStore, Opening, StoreError};
use holdpoint_sqlite::SqliteLedger;
use tempfile::TempDir;

/// A ledger of 100 entries of 1 KiB, closed; six rows of entries and a bit.
fn written() -> TempDir {
    let room = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(room.path()).unwrap();
    let lines = (0..100).map(|_| entry(&[7; 1_024], "release/a", Some(Opening::Opened)));
    ledger
        .append(&Author::new().batch(lines.collect()))
        .unwrap();
    room
}

/// What the readers say after a change made behind the ledger's back.
fn after(change: &str) -> [Result<(), StoreError>; 2] {
    let room = written();
    let raw = rusqlite::Connection::open(room.path().join("ledger.sqlite")).unwrap();
    raw.execute_batch(change).unwrap();
    drop(raw);
    let ledger = SqliteLedger::open(room.path()).unwrap();
    let reader = ledger.reader().unwrap();
    let mut whole = |_: u64, bytes: &[u8]| {
        assert_eq!(bytes, [7; 1_024]);
        ControlFlow::Continue(())
    };
    let ranged = reader.entries(0..100, &mut whole);
    [ranged, reader.open_entries(&[], 100, &mut whole)]
}

#[test]
fn missing_entries_are_named() {
    let first = "SELECT first FROM entry ORDER BY first LIMIT 1 OFFSET 2";
    for (change, missing) in [
        ("DELETE FROM entry WHERE first = 0".to_owned(), 0),
        (format!("DELETE FROM entry WHERE first = ({first})"), 30),
        (
            "DELETE FROM entry WHERE first = (SELECT max(first) FROM entry)".to_owned(),
            90,
        ),
        ("DELETE FROM entry".to_owned(), 0),
    ] {
        for answer in after(&change) {
            let error = answer.unwrap_err().to_string();
            assert_eq!(
                error,
                format!("the store is damaged: entry {missing} is missing")
            );
        }
    }
}

#[test]
fn a_row_cut_short_is_damage() {
    for answer in after("UPDATE entry SET entries = substr(entries, 1, 3000) WHERE first = 0") {
        let error = answer.unwrap_err().to_string();
        assert_eq!(error, "the store is damaged: a row of entries is cut short");
    }
}

#[test]
fn an_overwritten_page_is_damage() {
    let room = written();
    let file = room.path().join("ledger.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let length = bytes.len();
    bytes[4_096..length - 4_096].fill(0xff);
    std::fs::write(&file, bytes).unwrap();
    let ledger = SqliteLedger::open(room.path());
    let read = ledger.and_then(|ledger| ledger.reader()?.head());
    assert!(matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
}
