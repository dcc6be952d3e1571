#![allow(clippy::unwrap_used, reason = "tests")]

use std::ops::ControlFlow;

use holdpoint_ports::{LedgerReader, LedgerStore, Opening, StoreError};

use super::MemoryLedger;
use crate::{Author, entry};

fn fresh() -> Box<dyn LedgerStore> {
    Box::new(MemoryLedger::new())
}

crate::store_tests!(fresh);

#[test]
fn clones_share_one_ledger() {
    let mut ledger = MemoryLedger::new();
    let reader = ledger.reader().unwrap();
    let batch = Author::new().batch(vec![entry(b"x", "release/a", None)]);
    ledger.clone().append(&batch).unwrap();
    assert_eq!(reader.head().unwrap().unwrap().size, 1);
    let moved = ledger.append(&batch);
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
    let mut author = Author::new();
    let mut next = |opening| author.batch(vec![entry(b"x", "release/a", Some(opening))]);
    ledger.append(&next(Opening::Opened)).unwrap();
    let reader = ledger.clone();
    let mut seen = vec![];
    reader
        .open_entries(&[], 1, &mut |position, _| {
            ledger.append(&next(Opening::Closed)).unwrap();
            seen.push(position);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, [0]);
    assert_eq!(reader.head().unwrap().unwrap().size, 2);
}
