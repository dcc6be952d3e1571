//! What is damaged is said to be, and never answered from as if it were whole.

use std::ops::ControlFlow;

use holdpoint_cluster::Cluster;
use holdpoint_conformance::Author;
use holdpoint_ports::{LedgerReader, LedgerStore as _, StoreError};

use crate::world::{line, open};

/// What a reader says after a change made behind the ledger's back.
fn after(
    change: &str,
    question: impl Fn(&dyn LedgerReader) -> Result<(), StoreError>,
) -> Result<(), String> {
    let url = Cluster::shared().database();
    let mut ledger = open(&url).unwrap();
    let lines = (0..1_000).map(|at| line(&at.to_string())).collect();
    ledger.append(&Author::new().batch(lines)).unwrap();
    Cluster::shared().sql(&url, change);
    question(&*ledger.reader().unwrap()).map_err(|error| error.to_string())
}

#[test]
fn missing_entries_are_named() {
    for at in [0, 1, 511, 512, 999] {
        let change = format!("DELETE FROM holdpoint_ledger.entry WHERE position = {at}");
        let all = |reader: &dyn LedgerReader| {
            reader.entries(0..1_000, &mut |_, _| ControlFlow::Continue(()))
        };
        let said = after(&change, all);
        let expected = format!("the store is damaged: entry {at} is missing");
        assert_eq!(said, Err(expected));
    }
}

#[test]
fn what_cannot_have_been_written_is_damage() {
    let head = |reader: &dyn LedgerReader| reader.head().map(drop);
    let shorter = "UPDATE holdpoint_ledger.head SET root = '\\x00'";
    assert_eq!(
        after(shorter, head),
        Err("the store is damaged: a hash has 1 bytes".to_owned())
    );
    let negative = "UPDATE holdpoint_ledger.head SET size = -1";
    assert_eq!(
        after(negative, head),
        Err("the store is damaged: -1 is no position".to_owned())
    );
    let gone = "DELETE FROM holdpoint_ledger.head";
    let entries =
        |reader: &dyn LedgerReader| reader.entries(0..9, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(
        after(gone, entries),
        Err("the store is damaged: there is no head".to_owned())
    );
}
