//! The suite: each function takes a fresh store and panics if it does not do what the port says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, for other crates to run"
)]

pub mod batches;
pub mod entries;
pub mod idempotency;
pub mod indexes;
pub mod open;
pub mod readers;

use std::ops::{ControlFlow, Range};

use holdpoint_ports::{Involvement, LedgerReader};

/// All entries of a range.
fn entries_in(reader: &dyn LedgerReader, range: Range<u64>) -> Vec<(u64, Vec<u8>)> {
    let mut found = Vec::new();
    let mut keep = |position, bytes: &[u8]| {
        found.push((position, bytes.to_vec()));
        ControlFlow::Continue(())
    };
    reader.entries(range, &mut keep).unwrap();
    found
}

/// Positions of the entries of what is open.
fn open_at(reader: &dyn LedgerReader, resident: &[&str], below: u64) -> Vec<u64> {
    let mut found = Vec::new();
    let mut keep = |position, _: &[u8]| {
        found.push(position);
        ControlFlow::Continue(())
    };
    reader.open_entries(resident, below, &mut keep).unwrap();
    found
}

fn subject_positions(reader: &dyn LedgerReader, key: &str) -> Vec<u64> {
    reader
        .positions(key, Involvement::Subject, u64::MAX)
        .unwrap()
}
