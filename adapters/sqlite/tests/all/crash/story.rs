//! What the child writes: everything follows from its number, so what must be there can be computed.

use holdpoint_conformance::Author;
use holdpoint_ledger::Hash;
use holdpoint_ports::{Batch, IdempotencyRecord, NewEntry, Opening, Profile};

use super::mixed;

/// The subject of the entry at `position`: four entries each, open from the first to the last.
pub(super) fn subject(position: u64) -> String {
    format!("release/{}", position / 4)
}

/// So many bytes, a pattern again and again.
fn filled(pattern: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = pattern.repeat(length / pattern.len() + 1);
    bytes.truncate(length);
    bytes
}

fn entry(position: u64) -> NewEntry {
    let length = 40 + (mixed(&[1, position]) % 1_500) as usize;
    let bytes = filled(&Hash::of(&position.to_be_bytes()).0, length);
    let opening = match position % 4 {
        0 => Some(Opening::Opened),
        3 => Some(Opening::Closed),
        _ => None,
    };
    let references = vec![format!("unit/{}", position % 7)];
    NewEntry {
        bytes,
        subject: subject(position),
        references,
        opening,
    }
}

/// The batch that comes after what `author` has written.
pub(super) fn batch(author: &mut Author) -> Batch {
    let first = author.size();
    let count = 1 + mixed(&[2, first]) % 40;
    let mut batch = author.batch((first..first + count).map(entry).collect());
    batch.idempotency = vec![used_key(first)];
    batch
}

/// The key used for the batch that begins at `first`.
pub(super) fn used_key(first: u64) -> IdempotencyRecord {
    IdempotencyRecord {
        actor: "per_1".to_owned(),
        key: format!("batch {first}"),
        body: Hash::of(b"body"),
        first,
        count: 1,
        time_ms: 5,
    }
}

pub(super) fn blob(number: u64) -> Vec<u8> {
    let length = (mixed(&[3, number]) % 40_000) as usize;
    filled(&number.to_be_bytes(), length)
}

pub(super) fn key(number: u64) -> String {
    format!("PRIVATE+KEY+{number}+{:016x}", mixed(&[4, number]))
}

pub(super) fn profile(number: u64) -> Profile {
    Profile {
        handle: format!("handle{number}"),
        name: format!("Name {number}"),
        mail: None,
    }
}
