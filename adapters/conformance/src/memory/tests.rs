#![allow(clippy::unwrap_used, reason = "tests")]

use std::ops::ControlFlow;

use holdpoint_ledger::Hash;
use holdpoint_ports::{Batch, Head, LedgerReader, LedgerStore, NewEntry, Opening, StoreError};

use super::MemoryLedger;

fn batch(first: u64, subjects: &[(&str, Option<Opening>)]) -> Batch {
    let entry = |(subject, opening): &(&str, Option<Opening>)| NewEntry {
        bytes: subject.as_bytes().to_vec(),
        subject: (*subject).to_owned(),
        references: vec![],
        opening: *opening,
    };
    let size = first + subjects.len() as u64;
    Batch {
        first,
        entries: subjects.iter().map(entry).collect(),
        tiles: vec![],
        idempotency: vec![],
        head: Head {
            size,
            root: Hash::empty(),
            checkpoint: vec![],
            time_ms: 0,
        },
    }
}

#[test]
fn clones_share_one_ledger() {
    let mut ledger = MemoryLedger::new();
    let reader = ledger.reader().unwrap();
    ledger
        .clone()
        .append(&batch(0, &[("release/a", None)]))
        .unwrap();
    assert_eq!(reader.head().unwrap().unwrap().size, 1);
    let moved = ledger.append(&batch(0, &[("release/b", None)]));
    assert!(matches!(
        moved,
        Err(StoreError::Moved {
            expected: 0,
            found: 1
        })
    ));
}

#[test]
fn a_visitor_may_append() {
    let mut ledger = MemoryLedger::new();
    ledger
        .append(&batch(0, &[("release/a", Some(Opening::Opened))]))
        .unwrap();
    let reader = ledger.clone();
    let mut seen = vec![];
    reader
        .open_entries(&[], 1, &mut |position, _| {
            ledger
                .append(&batch(1, &[("release/a", Some(Opening::Closed))]))
                .unwrap();
            seen.push(position);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, [0]);
    assert_eq!(reader.head().unwrap().unwrap().size, 2);
}
