//! Aggregates and positions.

use holdpoint_ports::{Involvement, LedgerStore, NewEntry};

use super::subject_positions;
use crate::{Author, entry};

fn append(store: &mut dyn LedgerStore, author: &mut Author, subjects: &[&str]) {
    let entries = subjects
        .iter()
        .map(|subject| entry(subject.as_bytes(), subject, None))
        .collect();
    store.append(&author.batch(entries)).unwrap();
}

/// Aggregates come by first position, forwards and backwards, page by page, as of any size.
pub fn aggregates_are_listed_by_kind(mut store: Box<dyn LedgerStore>) {
    let mut author = Author::new();
    append(
        &mut *store,
        &mut author,
        &["release/z", "release-train/q", "release/a"],
    );
    append(
        &mut *store,
        &mut author,
        &["release/z", "unit/1", "release/m", "release/a"],
    );
    let reader = store.reader().unwrap();
    let list = |after, below, descending, limit| {
        let rows = reader
            .aggregates("release", after, below, descending, limit)
            .unwrap();
        rows.into_iter()
            .map(|row| format!("{}@{}", row.key, row.first))
            .collect::<Vec<_>>()
    };
    let (z, a, m) = ("release/z@0", "release/a@2", "release/m@5");
    assert_eq!(list(None, u64::MAX, false, 9), [z, a, m]);
    assert_eq!(list(None, u64::MAX, true, 9), [m, a, z]);
    assert_eq!(list(None, 5, true, 9), [a, z]);
    assert_eq!(list(None, 6, false, 2), [z, a]);
    assert_eq!(list(Some(0), 6, false, 9), [a, m]);
    assert_eq!(list(Some(2), 6, false, 1), [m]);
    assert_eq!(list(Some(5), 7, true, 9), [a, z]);
    assert_eq!(list(Some(5), 2, true, 9), [z]);
    assert_eq!(list(Some(u64::MAX), 7, false, 9), [""; 0]);
    assert_eq!(list(Some(u64::MAX), u64::MAX, true, 1), [m]);
    assert_eq!(list(None, 7, false, 0), [""; 0]);
    assert_eq!(list(None, 0, true, 9), [""; 0]);
    assert_eq!(reader.aggregates("nothing", None, 7, false, 9).unwrap(), []);
    let first = |key, below| {
        reader
            .aggregate(key, below)
            .unwrap()
            .map(|row| (row.key, row.first))
    };
    assert_eq!(first("release/m", 6), Some(("release/m".to_owned(), 5)));
    assert_eq!(first("release/m", 5), None);
    assert_eq!(first("release/z", 1), Some(("release/z".to_owned(), 0)));
}

/// What an entry changes and what it only names are found apart, each once.
pub fn positions_tell_subjects_from_references(mut store: Box<dyn LedgerStore>) {
    let naming = |subject: &str, references: &[&str]| NewEntry {
        references: references.iter().map(|key| (*key).to_owned()).collect(),
        ..entry(b"x", subject, None)
    };
    let mut author = Author::new();
    let digest = "artifact/sha256:00";
    let batch = vec![
        naming("release/a", &[digest, digest, "release/a"]),
        naming("release/b", &["release/a"]),
        naming("release/a", &["release/c", digest]),
        naming("release/c", &[]),
    ];
    store.append(&author.batch(batch)).unwrap();
    let reader = store.reader().unwrap();
    let references = |key, below| {
        reader
            .positions(key, Involvement::Reference, below)
            .unwrap()
    };
    assert_eq!(references(digest, 4), [0, 2]);
    assert_eq!(references(digest, 2), [0]);
    assert_eq!(references("release/a", u64::MAX), [0, 1]);
    assert_eq!(references("release/c", 4), [2]);
    assert_eq!(subject_positions(&*reader, "release/a"), [0, 2]);
    assert_eq!(subject_positions(&*reader, digest), [0; 0]);
    assert_eq!(reader.aggregate(digest, u64::MAX).unwrap(), None);
    assert_eq!(
        reader.aggregates("artifact", None, 4, false, 9).unwrap(),
        []
    );
    assert_eq!(reader.aggregate("release/c", 4).unwrap().unwrap().first, 3);
}

/// Keys are compared byte for byte, and everything up to the first slash is the kind.
pub fn strange_keys_are_keys(mut store: Box<dyn LedgerStore>) {
    let keys = [
        "release",
        "release/",
        "release/%",
        "release/_",
        "Release/a",
        "release/a",
        "release/A",
        "release/a/b",
        "release/ä",
        "release/a\u{308}",
        "/",
        "",
        "release/a ",
        "release/'; --",
    ];
    let mut author = Author::new();
    append(&mut *store, &mut author, &keys);
    append(&mut *store, &mut author, &keys);
    let reader = store.reader().unwrap();
    let count = keys.len() as u64;
    for (first, key) in (0..).zip(keys) {
        assert_eq!(
            subject_positions(&*reader, key),
            [first, first + count],
            "{key}"
        );
        let row = reader.aggregate(key, u64::MAX).unwrap().unwrap();
        assert_eq!((row.key.as_str(), row.first), (key, first));
        let kind = key.split('/').next().unwrap();
        let rows = reader.aggregates(kind, None, first + 1, true, 1).unwrap();
        assert_eq!(rows[0].key, key);
    }
    assert_eq!(
        reader
            .aggregates("release", None, count, false, 99)
            .unwrap()
            .len(),
        11
    );
    assert_eq!(
        reader.aggregates("", None, count, false, 99).unwrap().len(),
        2
    );
    assert_eq!(reader.aggregate("release/b", u64::MAX).unwrap(), None);
}
