//! Readers beside the writer.

use std::thread;

use holdpoint_ports::{LedgerReader, LedgerStore, Opening};

use super::{entries_in, open_at, subject_positions};
use crate::{Author, entry};

/// Entries to a batch: the sizes that a reader sees are multiples of it.
const BATCH: u64 = 7;
const BATCHES: u64 = 150;

/// Readers in other threads see whole batches only, and each as soon as its append has returned.
pub fn see_what_was_appended_and_never_part_of_it(mut store: Box<dyn LedgerStore>) {
    let readers: Vec<_> = (0..2).map(|_| store.reader().unwrap()).collect();
    let own = store.reader().unwrap();
    thread::scope(|scope| {
        for reader in readers {
            scope.spawn(move || while follow(&*reader) < BATCHES * BATCH {});
        }
        let mut author = Author::new();
        for _ in 0..BATCHES {
            let from = author.size();
            let bytes = |at: u64| entry(&at.to_be_bytes(), "release/a", Some(Opening::Opened));
            let batch = author.batch((from..from + BATCH).map(bytes).collect());
            store.append(&batch).unwrap();
            assert_eq!(own.head().unwrap(), Some(author.head()));
        }
    });
}

/// Checks one moment; answers the size that the reader saw.
fn follow(reader: &dyn LedgerReader) -> u64 {
    let size = reader.head().unwrap().map_or(0, |head| head.size);
    assert_eq!(size % BATCH, 0, "part of a batch");
    for found in [
        subject_positions(reader, "release/a"),
        open_at(reader, &[], u64::MAX),
    ] {
        assert_eq!(found.len() as u64 % BATCH, 0, "part of a batch");
        assert!(found.len() as u64 >= size, "less than the head said before");
        assert!(found.iter().copied().eq(0..found.len() as u64));
    }
    let newest = entries_in(reader, size.saturating_sub(BATCH)..size);
    assert!(
        newest
            .iter()
            .all(|(position, bytes)| *bytes == position.to_be_bytes())
    );
    assert_eq!(newest.len() as u64, size.min(BATCH));
    size
}
