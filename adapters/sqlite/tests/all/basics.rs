//! Opening, locking, formats.

use holdpoint_ledger::Hash;
use holdpoint_ports::{Batch, Head, LedgerStore, NewEntry, Opening, StoreError, Visit};
use holdpoint_sqlite::SqliteLedger;

fn batch(first: u64, count: u64) -> Batch {
    let entry = |position: u64| NewEntry {
        bytes: format!("entry {position}").into_bytes(),
        subject: format!("release/{}", position / 3),
        references: vec!["environment/production".to_owned()],
        opening: match position % 3 {
            0 => Some(Opening::Opened),
            2 => Some(Opening::Closed),
            _ => None,
        },
    };
    let head = Head {
        size: first + count,
        root: Hash::of(&first.to_be_bytes()),
        checkpoint: b"note".to_vec(),
        time_ms: 7,
    };
    let entries = (first..first + count).map(entry).collect();
    Batch {
        first,
        entries,
        tiles: vec![],
        idempotency: vec![],
        head,
    }
}

#[test]
fn what_was_appended_is_there_after_reopening() {
    let room = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(room.path().join("data")).unwrap();
    assert_eq!(ledger.path(), room.path().join("data/ledger.sqlite"));
    ledger.append(&batch(0, 5)).unwrap();
    drop(ledger);
    let mut ledger = SqliteLedger::open(room.path().join("data")).unwrap();
    ledger.append(&batch(5, 5)).unwrap();
    let reader = ledger.reader().unwrap();
    let mut seen = vec![];
    reader
        .entries(0..u64::MAX, &mut |position, bytes| {
            assert_eq!(bytes, format!("entry {position}").as_bytes());
            seen.push(position);
            Visit::Continue(())
        })
        .unwrap();
    assert!(seen.into_iter().eq(0..10));
    assert_eq!(reader.head().unwrap(), Some(batch(5, 5).head));
}

#[test]
fn only_one_process_opens_it() {
    let room = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(room.path()).unwrap();
    let second = SqliteLedger::open(room.path()).unwrap_err();
    assert!(matches!(second, StoreError::InUse { .. }));
    assert!(second.to_string().ends_with("is in use by another process"));
    drop(ledger);
    SqliteLedger::open(room.path()).unwrap();
}

#[test]
fn a_newer_format_is_named() {
    let room = tempfile::tempdir().unwrap();
    drop(SqliteLedger::open(room.path()).unwrap());
    let file = room.path().join("ledger.sqlite");
    let raw = rusqlite::Connection::open(file).unwrap();
    let ours = raw.pragma_query_value(None, "user_version", |row| row.get(0));
    let ours: u32 = ours.unwrap();
    raw.pragma_update(None, "user_version", ours + 1).unwrap();
    let error = SqliteLedger::open(room.path()).unwrap_err();
    assert!(
        matches!(error, StoreError::Newer { found, known } if found == ours + 1 && known == ours),
        "{error}"
    );
}

#[test]
fn another_programs_file_is_left_alone() {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("notes.sqlite");
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute_batch("CREATE TABLE note (text TEXT)").unwrap();
    drop(raw);
    let error = SqliteLedger::open(&file).unwrap_err();
    assert!(
        error.to_string().contains("database of another program"),
        "{error}"
    );
    let file = room.path().join("letter.txt");
    std::fs::write(&file, "Dear reader, this is no database.".repeat(40)).unwrap();
    assert!(matches!(
        SqliteLedger::open(&file),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn a_reader_follows_the_writer_from_another_thread() {
    let room = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(room.path()).unwrap();
    let reader = ledger.reader().unwrap();
    assert_eq!(reader.head().unwrap(), None);
    ledger.append(&batch(0, 4)).unwrap();
    let size = std::thread::spawn(move || reader.head().unwrap().unwrap().size);
    assert_eq!(size.join().unwrap(), 4);
}

#[test]
fn the_files_belong_to_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let room = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(room.path().join("data")).unwrap();
    ledger.append(&batch(0, 1)).unwrap();
    let files: Vec<_> = std::fs::read_dir(room.path().join("data"))
        .unwrap()
        .collect();
    assert_eq!(files.len(), 4, "database, log, shared memory, lock");
    for file in files {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{file:?}"
        );
    }
}

#[test]
fn a_directory_may_be_called_like_a_host() {
    let room = tempfile::tempdir().unwrap();
    let directory = room.path().join("holdpoint.example.org");
    drop(SqliteLedger::open(&directory).unwrap());
    assert!(directory.join("ledger.sqlite").is_file());
    let file = room.path().join("copy.sqlite");
    drop(SqliteLedger::open(&file).unwrap());
    assert!(file.is_file());
}
