//! What the ledger in memory holds, and how it answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Bound, Range};
use std::sync::Arc;

use holdpoint_ports::{
    AggregateRow, Batch, Head, IdempotencyRecord, Involvement, NewEntry, Opening, StoreError,
    UsedKey,
};

/// The longest entry, in bytes.
const LONGEST: usize = u16::MAX as usize;

/// What is known of a key: the positions that involve it and the spans in which it was open.
#[derive(Debug, Default)]
struct Key {
    subject: Vec<u64>,
    reference: Vec<u64>,
    opening: Vec<(u64, Opening)>,
}

impl Key {
    fn is_open_at(&self, below: u64) -> bool {
        let newest = self
            .opening
            .iter()
            .rev()
            .find(|(position, _)| *position < below);
        matches!(newest, Some((_, Opening::Opened)))
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    entries: Vec<Arc<[u8]>>,
    keys: HashMap<String, Key>,
    kinds: HashMap<String, BTreeMap<u64, String>>,
    idempotency: BTreeMap<[u8; 16], UsedKey>,
    pub(crate) tiles: HashMap<(u8, u64), Vec<u8>>,
    pub(crate) head: Option<Head>,
}

impl State {
    pub(crate) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub(crate) fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.check(batch)?;
        for (position, entry) in (batch.first..).zip(&batch.entries) {
            self.entries.push(entry.bytes.as_slice().into());
            self.index(position, entry);
        }
        for tile in &batch.tiles {
            self.tiles
                .insert((tile.level, tile.index), tile.bytes.clone());
        }
        for record in &batch.idempotency {
            let key = UsedKey::of(record);
            self.idempotency.insert(key.id, key);
        }
        self.head = Some(batch.head.clone());
        Ok(())
    }

    fn check(&self, batch: &Batch) -> Result<(), StoreError> {
        if batch.first != self.size() {
            return Err(StoreError::Moved {
                expected: batch.first,
                found: self.size(),
            });
        }
        let after = batch.first + batch.entries.len() as u64;
        if batch.head.size != after {
            let text = format!(
                "the batch ends at {after}, its head says {}",
                batch.head.size
            );
            return Err(StoreError::Failed(text.into()));
        }
        match batch
            .entries
            .iter()
            .map(|entry| entry.bytes.len())
            .find(|length| *length > LONGEST)
        {
            None => Ok(()),
            Some(length) => {
                let text = format!("an entry of {length} bytes: at most 65,535 fit");
                Err(StoreError::Failed(text.into()))
            }
        }
    }

    fn index(&mut self, position: u64, entry: &NewEntry) {
        let subject = self.keys.entry(entry.subject.clone()).or_default();
        if subject.subject.is_empty() {
            let kind = kind_of(&entry.subject).to_owned();
            self.kinds
                .entry(kind)
                .or_default()
                .insert(position, entry.subject.clone());
        }
        subject.subject.push(position);
        subject
            .opening
            .extend(entry.opening.map(|opening| (position, opening)));
        for key in entry.references.iter().collect::<BTreeSet<_>>() {
            self.keys
                .entry(key.clone())
                .or_default()
                .reference
                .push(position);
        }
    }

    pub(crate) fn forget_idempotency(&mut self, time_ms: i64) -> u64 {
        let before = self.idempotency.len();
        self.idempotency
            .retain(|_, record| record.time_ms >= time_ms);
        (before - self.idempotency.len()) as u64
    }

    pub(crate) fn keep_used(&mut self, keys: &[UsedKey]) {
        for key in keys {
            self.idempotency
                .entry(key.id)
                .or_insert_with(|| key.clone());
        }
    }

    pub(crate) fn idempotency(&self, actor: &str, key: &str) -> Option<IdempotencyRecord> {
        let used = self.idempotency.get(&UsedKey::id(actor, key))?;
        Some(used.record(actor, key))
    }

    pub(crate) fn used_keys(&self, after: Option<[u8; 16]>) -> impl Iterator<Item = &UsedKey> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.idempotency
            .range((from, Bound::Unbounded))
            .map(|(_, key)| key)
    }

    pub(crate) fn entry(&self, position: u64) -> Result<Arc<[u8]>, StoreError> {
        let entry = usize::try_from(position)
            .ok()
            .and_then(|at| self.entries.get(at));
        let missing = || StoreError::Damaged(format!("entry {position} is missing"));
        entry.cloned().ok_or_else(missing)
    }

    pub(crate) fn aggregate(&self, key: &str, below: u64) -> Option<AggregateRow> {
        let first = *self.keys.get(key)?.subject.first()?;
        (first < below).then(|| AggregateRow {
            key: key.to_owned(),
            first,
        })
    }

    pub(crate) fn of_kind(
        &self,
        kind: &str,
        firsts: Range<u64>,
    ) -> impl DoubleEndedIterator<Item = AggregateRow> {
        // An empty range must not reach `BTreeMap::range`, which panics on an inverted one.
        let known = self.kinds.get(kind).filter(|_| firsts.start < firsts.end);
        let row = |(first, key): (&u64, &String)| AggregateRow {
            key: key.clone(),
            first: *first,
        };
        known
            .into_iter()
            .flat_map(move |known| known.range(firsts.clone()))
            .map(row)
    }

    pub(crate) fn positions(&self, key: &str, involvement: Involvement, below: u64) -> Vec<u64> {
        let Some(key) = self.keys.get(key) else {
            return Vec::new();
        };
        let positions = match involvement {
            Involvement::Subject => &key.subject,
            Involvement::Reference => &key.reference,
        };
        positions
            .iter()
            .copied()
            .take_while(|position| *position < below)
            .collect()
    }

    pub(crate) fn open_positions(&self, resident: &[&str], below: u64) -> BTreeSet<u64> {
        let wanted = |(name, key): &(&String, &Key)| {
            resident.contains(&kind_of(name)) || key.is_open_at(below)
        };
        let positions = self
            .keys
            .iter()
            .filter(wanted)
            .flat_map(|(_, key)| &key.subject);
        positions
            .copied()
            .filter(|position| *position < below)
            .collect()
    }
}

/// The part of a key before its first slash.
fn kind_of(key: &str) -> &str {
    key.split_once('/').map_or(key, |(kind, _)| kind)
}
