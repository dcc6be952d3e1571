//! The columns of a batch: what a statement inserts, as arrays.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use holdpoint_ports::{Batch, IdempotencyRecord, NewEntry, StoreError, StoredTile, UsedKey};

use crate::error::{said, stored};
use crate::id::Id;
use crate::openings::{Aggregates, Changes};

/// Bytes of entries that one batch may have: the protocol's messages have an end.
const LARGEST: usize = 512 * 1024 * 1024;

/// The columns.
#[derive(Debug, Default)]
pub(crate) struct Rows<'batch> {
    pub(crate) subjects: Vec<Id>,
    pub(crate) entries: Vec<&'batch [u8]>,
    pub(crate) references: Vec<Id>,
    pub(crate) referring: Vec<i64>,
    pub(crate) aggregates: Vec<Id>,
    pub(crate) kinds: Vec<&'batch str>,
    pub(crate) names: Vec<Option<&'batch str>>,
    pub(crate) firsts: Vec<i64>,
    pub(crate) gone: Vec<i64>,
    pub(crate) open: Vec<Id>,
    pub(crate) opened: Vec<i64>,
    pub(crate) closed: Vec<Id>,
    pub(crate) closed_from: Vec<i64>,
    pub(crate) closed_until: Vec<i64>,
    pub(crate) nodes: Vec<i64>,
    pub(crate) levels: Vec<i16>,
    pub(crate) indexes: Vec<i64>,
    pub(crate) hashes: Vec<&'batch [u8]>,
    pub(crate) used: Used,
    /// What the batch changes in what is known.
    pub(crate) changes: Changes,
}

impl<'batch> Rows<'batch> {
    /// The columns of a batch that follows what is known.
    pub(crate) fn of(batch: &'batch Batch, known: &Aggregates) -> Result<Self, StoreError> {
        check(batch)?;
        let mut rows = Self {
            subjects: batch
                .entries
                .iter()
                .map(|entry| Id::of(&entry.subject))
                .collect(),
            entries: batch.entries.iter().map(|entry| &*entry.bytes).collect(),
            ..Self::default()
        };
        rows.references(batch)?;
        rows.aggregates(batch, &known.exist)?;
        rows.openings(batch, known)?;
        batch.tiles.iter().try_for_each(|tile| rows.tile(tile))?;
        rows.idempotency(&batch.idempotency)?;
        Ok(rows)
    }

    fn references(&mut self, batch: &Batch) -> Result<(), StoreError> {
        for (position, entry) in (batch.first..).zip(&batch.entries) {
            // An entry may name the same thing twice.
            for key in entry.references.iter().collect::<BTreeSet<_>>() {
                self.references.push(Id::of(key));
                self.referring.push(stored(position)?);
            }
        }
        Ok(())
    }

    fn aggregates(&mut self, batch: &'batch Batch, exist: &HashSet<Id>) -> Result<(), StoreError> {
        let mut seen = HashSet::new();
        for ((position, entry), id) in (batch.first..).zip(&batch.entries).zip(&self.subjects) {
            if exist.contains(id) || !seen.insert(*id) {
                continue;
            }
            let (kind, name) = match entry.subject.split_once('/') {
                Some((kind, name)) => (kind, Some(name)),
                None => (&*entry.subject, None),
            };
            self.aggregates.push(*id);
            self.kinds.push(kind);
            self.names.push(name);
            self.firsts.push(stored(position)?);
        }
        Ok(())
    }

    fn openings(&mut self, batch: &Batch, known: &Aggregates) -> Result<(), StoreError> {
        let entries = self.subjects.iter().copied().zip(&batch.entries);
        let changes = known.changes(batch.first, entries);
        self.gone = known.gone(&changes).map(stored).collect::<Result<_, _>>()?;
        for (key, opened) in known.fresh(&changes) {
            self.open.push(key);
            self.opened.push(stored(opened)?);
        }
        for span in &changes.closed {
            let node = holdpoint_intervals::node(span.opened, span.closed - 1);
            self.closed.push(span.key);
            self.closed_from.push(stored(span.opened)?);
            self.closed_until.push(stored(span.closed)?);
            self.nodes.push(stored(node)?);
        }
        self.changes = changes;
        Ok(())
    }

    fn tile(&mut self, tile: &'batch StoredTile) -> Result<(), StoreError> {
        self.levels.push(tile.level.into());
        self.indexes.push(stored(tile.index)?);
        self.hashes.push(&tile.bytes);
        Ok(())
    }

    fn idempotency(&mut self, records: &[IdempotencyRecord]) -> Result<(), StoreError> {
        // The newest use of a key counts, within a batch as well.
        let newest: BTreeMap<_, _> = records
            .iter()
            .map(UsedKey::of)
            .map(|key| (key.id, key))
            .collect();
        self.used = Used::of(newest.values())?;
        Ok(())
    }
}

/// Used keys as columns.
#[derive(Debug, Default)]
pub(crate) struct Used {
    pub(crate) ids: Vec<Id>,
    pub(crate) bodies: Vec<Vec<u8>>,
    pub(crate) firsts: Vec<i64>,
    pub(crate) counts: Vec<i32>,
    pub(crate) times: Vec<i64>,
}

impl Used {
    pub(crate) fn of<'a>(keys: impl IntoIterator<Item = &'a UsedKey>) -> Result<Self, StoreError> {
        let mut used = Self::default();
        for key in keys {
            let count = i32::try_from(key.count);
            used.ids.push(Id::used(key.id));
            used.bodies.push(key.body.0.to_vec());
            used.firsts.push(stored(key.first)?);
            used.counts
                .push(count.map_err(|_| said("an answer has too many entries"))?);
            used.times.push(key.time_ms);
        }
        Ok(used)
    }
}

fn check(batch: &Batch) -> Result<(), StoreError> {
    let after = batch.first + batch.entries.len() as u64;
    if batch.head.size != after {
        let head = batch.head.size;
        return Err(said(format!(
            "the batch ends at {after}, its head says {head}"
        )));
    }
    let length = |entry: &NewEntry| entry.bytes.len();
    let longest = batch.entries.iter().map(length).max().unwrap_or(0);
    if longest > usize::from(u16::MAX) {
        return Err(said(format!(
            "an entry of {longest} bytes: at most 65,535 fit"
        )));
    }
    let whole: usize = batch.entries.iter().map(length).sum();
    if whole > LARGEST {
        return Err(said(format!(
            "a batch of {whole} bytes: at most {LARGEST} fit"
        )));
    }
    Ok(())
}
