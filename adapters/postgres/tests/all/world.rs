//! What several tests need.

use holdpoint_conformance::entry;
use holdpoint_ports::{LedgerReader, LedgerStore, NewEntry, Opening, StoreError, Visit};
use holdpoint_postgres::{Address, PostgresLedger};

pub(crate) fn address(url: &str) -> Address {
    url.parse().unwrap()
}

pub(crate) fn open(url: &str) -> Result<PostgresLedger, StoreError> {
    PostgresLedger::open(address(url))
}

/// An entry that says `text`, about a subject that it opens.
pub(crate) fn line(text: &str) -> NewEntry {
    entry(text.as_bytes(), "release/a", Some(Opening::Opened))
}

/// All entries, as text.
pub(crate) fn entries(reader: &dyn LedgerReader) -> Vec<String> {
    let mut found = Vec::new();
    let mut keep = |_, bytes: &[u8]| {
        found.push(String::from_utf8(bytes.to_vec()).unwrap());
        Visit::Continue(())
    };
    reader.entries(0..u64::MAX, &mut keep).unwrap();
    found
}

pub(crate) fn entries_of(ledger: &PostgresLedger) -> Vec<String> {
    entries(&*ledger.reader().unwrap())
}
