//! Copies of what stays open for long.

use std::ops::ControlFlow;
use std::path::Path;

use holdpoint_conformance::{Author, entry};
use holdpoint_ports::{LedgerStore, Opening};
use holdpoint_sqlite::{Options, SqliteLedger};

fn copies(room: &Path) -> Vec<u64> {
    let raw = rusqlite::Connection::open(room.join("ledger.sqlite")).unwrap();
    let mut query = raw
        .prepare("SELECT position FROM lingering ORDER BY position")
        .unwrap();
    let rows = query.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    rows.map(|row| u64::try_from(row.unwrap()).unwrap())
        .collect()
}

#[test]
fn they_come_with_age_and_go_with_the_end() {
    let room = tempfile::tempdir().unwrap();
    let options = Options {
        lingers_after: 4,
        ..Options::default()
    };
    let mut ledger = SqliteLedger::open_with(room.path(), options).unwrap();
    let mut author = Author::new();
    let mut append = |lines: &[(&str, Option<Opening>)]| {
        let lines = lines
            .iter()
            .map(|(key, opening)| entry(key.as_bytes(), key, *opening));
        ledger.append(&author.batch(lines.collect())).unwrap();
        copies(room.path())
    };
    let (opened, closed) = (Some(Opening::Opened), Some(Opening::Closed));
    let young = append(&[
        ("a/1", None),
        ("a/1", opened),
        ("a/2", opened),
        ("a/2", closed),
    ]);
    assert_eq!(young, [0; 0]);
    assert_eq!(
        append(&[("a/3", opened), ("a/1", None), ("b/1", None)]),
        [0; 0]
    );
    assert_eq!(
        append(&[("b/1", None)]),
        [0, 1, 5],
        "all entries of what was opened below 4"
    );
    assert_eq!(
        append(&[("a/1", None), ("a/3", None)]),
        [0, 1, 5, 8],
        "and each that follows"
    );
    assert_eq!(append(&[("a/1", closed), ("b/1", None)]), [4, 9]);
    assert_eq!(append(&[("a/1", opened)]), [4, 9], "young again");
}

#[test]
fn many_are_copied_by_one_append_after_the_other_and_read_back() {
    let room = tempfile::tempdir().unwrap();
    let options = Options {
        lingers_after: 5_000,
        ..Options::default()
    };
    let mut ledger = SqliteLedger::open_with(room.path(), options).unwrap();
    let mut author = Author::new();
    let line = |number: u64| {
        entry(
            &number.to_be_bytes(),
            &format!("a/{number}"),
            Some(Opening::Opened),
        )
    };
    ledger
        .append(&author.batch((0..9_999).map(line).collect()))
        .unwrap();
    let mut counts = Vec::new();
    for number in 9_999..10_006 {
        ledger.append(&author.batch(vec![line(number)])).unwrap();
        counts.push(copies(room.path()).len());
    }
    assert_eq!(counts, [1_024, 2_048, 3_072, 4_096, 5_000, 5_000, 5_000]);
    let raw = rusqlite::Connection::open(room.path().join("ledger.sqlite")).unwrap();
    raw.execute("DELETE FROM entry WHERE first < 4000", [])
        .unwrap();
    let mut next = 0_u64;
    let reader = ledger.reader().unwrap();
    reader
        .open_entries(&[], 5_000, &mut |position, bytes| {
            assert_eq!((position, bytes), (next, &next.to_be_bytes()[..]));
            next += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(next, 5_000, "read from the copies");
}
