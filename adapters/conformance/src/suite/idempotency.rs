//! Keys that were used for requests.

use holdpoint_ledger::Hash;
use holdpoint_ports::{IdempotencyRecord, LedgerStore, UsedKey};

use crate::{Author, entry};

fn record(actor: &str, key: &str, first: u64) -> IdempotencyRecord {
    let (actor, key) = (actor.to_owned(), key.to_owned());
    let (body, time_ms) = (Hash::of(&first.to_be_bytes()), first as i64 * 1_000);
    IdempotencyRecord {
        actor,
        key,
        body,
        first,
        count: 1,
        time_ms,
    }
}

fn append(store: &mut dyn LedgerStore, author: &mut Author, records: Vec<IdempotencyRecord>) {
    let entries = records
        .iter()
        .map(|_| entry(b"x", "release/a", None))
        .collect();
    let mut batch = author.batch(entries);
    batch.idempotency = records;
    store.append(&batch).unwrap();
}

/// A key belongs to its actor; the newest use counts.
pub fn a_used_key_is_known(mut store: Box<dyn LedgerStore>) {
    let reader = store.reader().unwrap();
    let mut author = Author::new();
    let records = vec![
        record("per_1", "a", 0),
        record("per_2", "a", 1),
        record("per_1", "b", 2),
    ];
    append(&mut *store, &mut author, records.clone());
    for record in records {
        assert_eq!(
            reader.idempotency(&record.actor, &record.key).unwrap(),
            Some(record)
        );
    }
    // Nothing runs together: neither of these was used.
    for (actor, key) in [
        ("per_", "1a"),
        ("per_1a", ""),
        ("", "per_1a"),
        ("per_2", "b"),
    ] {
        assert_eq!(
            reader.idempotency(actor, key).unwrap(),
            None,
            "{actor} {key}"
        );
    }
    append(&mut *store, &mut author, vec![record("per_1", "a", 3)]);
    assert_eq!(
        reader.idempotency("per_1", "a").unwrap(),
        Some(record("per_1", "a", 3))
    );
}

/// Records older than a time go, and only they.
pub fn old_keys_are_forgotten(mut store: Box<dyn LedgerStore>) {
    let reader = store.reader().unwrap();
    let mut author = Author::new();
    let records = (0..3_000)
        .map(|first| record("per_1", &format!("key {first}"), first))
        .collect();
    append(&mut *store, &mut author, records);
    assert_eq!(store.forget_idempotency(0).unwrap(), 0);
    assert_eq!(store.forget_idempotency(2_500_000).unwrap(), 2_500);
    assert_eq!(store.forget_idempotency(2_500_000).unwrap(), 0);
    assert_eq!(reader.idempotency("per_1", "key 2499").unwrap(), None);
    let kept = record("per_1", "key 2500", 2_500);
    assert_eq!(reader.idempotency("per_1", "key 2500").unwrap(), Some(kept));
    append(
        &mut *store,
        &mut author,
        vec![record("per_1", "key 7", 3_000)],
    );
    let again = record("per_1", "key 7", 3_000);
    assert_eq!(reader.idempotency("per_1", "key 7").unwrap(), Some(again));
    assert_eq!(store.forget_idempotency(i64::MAX).unwrap(), 501);
}

/// Keys are told page by page, and taken over by another store; what that has already stays.
pub fn used_keys_can_be_taken_over(mut store: Box<dyn LedgerStore>) {
    let reader = store.reader().unwrap();
    let records: Vec<_> = (0..2_500)
        .map(|first| record("per_1", &format!("key {first}"), first))
        .collect();
    let own = record("per_1", "key 7", 0);
    append(&mut *store, &mut Author::new(), vec![own.clone()]);
    let mut keys: Vec<_> = records.iter().map(UsedKey::of).collect();
    store.keep_used(&keys).unwrap();
    store.keep_used(&keys).unwrap();
    store.keep_used(&[]).unwrap();
    keys[7] = UsedKey::of(&own);
    keys.sort_unstable_by_key(|key| key.id);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = reader.used_keys(after, 1_000).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        found.extend(page);
    }
    assert!(found == keys);
    assert_eq!(reader.idempotency("per_1", "key 7").unwrap(), Some(own));
    let other = Some(records[2_499].clone());
    assert_eq!(reader.idempotency("per_1", "key 2499").unwrap(), other);
    assert_eq!(reader.used_keys(None, 0).unwrap(), []);
    assert_eq!(reader.used_keys(Some([u8::MAX; 16]), 9).unwrap(), []);
}
