//! Appending.

use holdpoint_ports::{Head, LedgerStore, Opening, StoreError};

use super::{entries_in, open_at, subject_positions};
use crate::{Author, entry};

/// Every read of an empty ledger answers, and finds nothing.
pub fn an_empty_ledger_has_nothing(store: Box<dyn LedgerStore>) {
    let reader = store.reader().unwrap();
    assert_eq!(reader.head().unwrap(), None);
    assert_eq!(entries_in(&*reader, 0..u64::MAX), []);
    assert_eq!(reader.tile(0, 0).unwrap(), None);
    assert_eq!(reader.tile(u8::MAX, u64::MAX).unwrap(), None);
    assert_eq!(reader.aggregate("release/a", u64::MAX).unwrap(), None);
    assert_eq!(
        reader
            .aggregates("release", None, u64::MAX, true, usize::MAX)
            .unwrap(),
        []
    );
    assert_eq!(
        reader
            .aggregates("release", Some(u64::MAX), 0, false, 9)
            .unwrap(),
        []
    );
    assert_eq!(subject_positions(&*reader, "release/a"), [0; 0]);
    assert_eq!(open_at(&*reader, &["release"], u64::MAX), [0; 0]);
    assert_eq!(open_at(&*reader, &["release"], 0), [0; 0]);
    assert_eq!(reader.idempotency("per_1", "key").unwrap(), None);
}

/// Entries of every length come back bit for bit, under the head of their batch.
pub fn a_batch_is_kept_whole(mut store: Box<dyn LedgerStore>) {
    let reader = store.reader().unwrap();
    let mut author = Author::new();
    let mut expected = Vec::new();
    for lengths in [
        vec![0],
        vec![65_535, 1, 0, 16_383, 16_384, 16_385],
        vec![7; 600],
    ] {
        let bytes = |length: &usize| (0..*length).map(|at| (at % 251) as u8).collect::<Vec<_>>();
        let entries: Vec<_> = lengths.iter().map(bytes).collect();
        let batch = entries
            .iter()
            .map(|bytes| entry(bytes, "release/a", None))
            .collect();
        store.append(&author.batch(batch)).unwrap();
        expected.extend(entries);
        assert_eq!(reader.head().unwrap(), Some(author.head()));
    }
    let found = entries_in(&*reader, 0..u64::MAX);
    assert!(
        found
            .iter()
            .map(|(position, _)| *position)
            .eq(0..expected.len() as u64)
    );
    assert!(found.iter().map(|(_, bytes)| bytes).eq(&expected));
}

/// A batch for another size is refused with both sizes, and nothing of it is kept.
pub fn a_batch_from_another_size_keeps_nothing(mut store: Box<dyn LedgerStore>) {
    let mut author = Author::new();
    let first = author.batch(vec![entry(b"1", "release/a", Some(Opening::Opened))]);
    let second = author.batch(vec![entry(b"2", "release/b", Some(Opening::Opened))]);
    let early = store.append(&second).unwrap_err();
    assert!(
        matches!(
            early,
            StoreError::Moved {
                expected: 1,
                found: 0
            }
        ),
        "{early}"
    );
    store.append(&first).unwrap();
    let again = store.append(&first).unwrap_err();
    assert!(
        matches!(
            again,
            StoreError::Moved {
                expected: 0,
                found: 1
            }
        ),
        "{again}"
    );
    only_the_first_is_there(&*store, &author_of_first());
    store.append(&second).unwrap();
    assert_eq!(store.reader().unwrap().head().unwrap(), Some(author.head()));
}

fn author_of_first() -> Author {
    let mut author = Author::new();
    author.batch(vec![entry(b"1", "release/a", Some(Opening::Opened))]);
    author
}

fn only_the_first_is_there(store: &dyn LedgerStore, author: &Author) {
    let reader = store.reader().unwrap();
    assert_eq!(reader.head().unwrap(), Some(author.head()));
    assert_eq!(entries_in(&*reader, 0..u64::MAX), [(0, b"1".to_vec())]);
    assert_eq!(subject_positions(&*reader, "release/a"), [0]);
    assert_eq!(reader.aggregate("release/b", u64::MAX).unwrap(), None);
    assert_eq!(
        reader
            .aggregates("release", None, u64::MAX, false, 9)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(open_at(&*reader, &[], u64::MAX), [0]);
}

/// A head that says another size than the batch comes to is refused.
pub fn a_batch_that_does_not_fit_its_head_keeps_nothing(mut store: Box<dyn LedgerStore>) {
    let mut author = author_of_first();
    let first = Author::new().batch(vec![entry(b"1", "release/a", Some(Opening::Opened))]);
    store.append(&first).unwrap();
    let mut second = author.batch(vec![entry(b"2", "release/b", Some(Opening::Opened))]);
    for size in [0, 1, 3] {
        second.head = Head {
            size,
            ..author.head()
        };
        assert!(matches!(store.append(&second), Err(StoreError::Failed(_))));
        only_the_first_is_there(&*store, &author_of_first());
    }
    second.head = author.head();
    store.append(&second).unwrap();
}

/// An entry of 65,536 bytes is refused, and the whole batch with it.
pub fn an_entry_that_is_too_long_keeps_nothing(mut store: Box<dyn LedgerStore>) {
    let first = Author::new().batch(vec![entry(b"1", "release/a", Some(Opening::Opened))]);
    store.append(&first).unwrap();
    let long = entry(&vec![b'x'; 65_536], "release/b", None);
    let batch = author_of_first().batch(vec![entry(b"2", "release/b", None), long]);
    assert!(matches!(store.append(&batch), Err(StoreError::Failed(_))));
    only_the_first_is_there(&*store, &author_of_first());
}

/// Tiles come back under their level and index, and no other.
pub fn tiles_come_back(mut store: Box<dyn LedgerStore>) {
    let mut author = Author::new();
    let entries = |from: usize, to: usize| {
        let bytes = |at: usize| entry(&at.to_be_bytes(), &format!("release/{}", at % 100), None);
        (from..to).map(bytes).collect::<Vec<_>>()
    };
    let mut tiles = Vec::new();
    for (from, to) in [(0, 255), (255, 256), (256, 1_000), (1_000, 66_000)] {
        let batch = author.batch(entries(from, to));
        store.append(&batch).unwrap();
        tiles.extend(batch.tiles);
    }
    assert_eq!(tiles.len(), 257 + 1, "both levels are there");
    let reader = store.reader().unwrap();
    for tile in tiles {
        assert_eq!(tile.bytes.len(), 8_192);
        assert!(
            reader
                .tile(tile.level, tile.index)
                .unwrap()
                .is_some_and(|t| t == tile.bytes)
        );
    }
    for (level, index) in [(0, 257), (1, 1), (2, 0)] {
        assert_eq!(reader.tile(level, index).unwrap(), None);
    }
}
