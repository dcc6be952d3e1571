//! Ledgers of older formats open, and answer as before.

use std::ops::ControlFlow;
use std::path::Path;

use holdpoint_conformance::{Author, entry};
use holdpoint_ports::{LedgerReader, LedgerStore, Opening};
use holdpoint_sqlite::SqliteLedger;

/// Makes a ledger what format 1 was at first: without what format 2 has added.
fn age(room: &Path) {
    let raw = rusqlite::Connection::open(room.join("ledger.sqlite")).unwrap();
    let change =
        "ALTER TABLE head DROP COLUMN gathered; DROP TABLE lingering; PRAGMA user_version = 1;";
    raw.execute_batch(change).unwrap();
}

fn open_entries(ledger: &SqliteLedger) -> Vec<u64> {
    let reader: Box<dyn LedgerReader> = ledger.reader().unwrap();
    let size = reader.head().unwrap().unwrap().size;
    let mut seen = Vec::new();
    let mut visit = |position, _: &[u8]| {
        seen.push(position);
        ControlFlow::Continue(())
    };
    reader.open_entries(&[], size, &mut visit).unwrap();
    seen
}

#[test]
fn the_first_format_is_raised_and_goes_on() {
    let room = tempfile::tempdir().unwrap();
    let mut author = Author::new();
    let mut ledger = SqliteLedger::open(room.path()).unwrap();
    let line = |key: &str, opening| entry(key.as_bytes(), key, opening);
    let lines = vec![
        line("a/1", Some(Opening::Opened)),
        line("a/2", Some(Opening::Opened)),
        line("a/2", Some(Opening::Closed)),
    ];
    ledger.append(&author.batch(lines)).unwrap();
    let before = open_entries(&ledger);
    drop(ledger);
    age(room.path());

    let mut raised = SqliteLedger::open(room.path()).unwrap();
    assert_eq!(open_entries(&raised), before);
    raised
        .append(&author.batch(vec![line("a/1", None)]))
        .unwrap();
    assert_eq!(open_entries(&raised), [0, 3]);
    drop(raised);
    assert_eq!(
        open_entries(&SqliteLedger::open(room.path()).unwrap()),
        [0, 3]
    );
}
