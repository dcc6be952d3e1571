//! A ledger in memory: the model that stores are compared with.

mod state;

use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use holdpoint_ports::{
    AggregateRow, Batch, Head, IdempotencyRecord, Involvement, LedgerReader, LedgerStore,
    StoreError, UsedKey, Visit,
};

use state::State;

/// A ledger in memory. Clones are handles on the same ledger, for writing and for reading.
#[derive(Debug, Clone, Default)]
pub struct MemoryLedger(Arc<RwLock<State>>);

impl MemoryLedger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // A batch is kept at once, behind a check, so a panic elsewhere leaves nothing half done.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    // One entry at a time and without the lock, so that a visitor may append.
    fn visit_each(
        &self,
        positions: impl Iterator<Item = u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        for position in positions {
            let entry = self.read().entry(position)?;
            if visit(position, &entry).is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl LedgerStore for MemoryLedger {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.write().append(batch)
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        Ok(self.write().forget_idempotency(time_ms))
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.write().keep_used(keys);
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        Ok(Box::new(self.clone()))
    }
}

impl LedgerReader for MemoryLedger {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        Ok(self.read().head.clone())
    }

    fn entries(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let end = range.end.min(self.read().size());
        self.visit_each(range.start..end, visit)
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.read().tiles.get(&(level, index)).cloned())
    }

    fn aggregate(&self, key: &str, below: u64) -> Result<Option<AggregateRow>, StoreError> {
        Ok(self.read().aggregate(key, below))
    }

    fn aggregates(
        &self,
        kind: &str,
        after: Option<u64>,
        below: u64,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError> {
        let state = self.read();
        Ok(if descending {
            let below = after.unwrap_or(below).min(below);
            state.of_kind(kind, 0..below).rev().take(limit).collect()
        } else {
            let from = after.map_or(0, |after| after.saturating_add(1));
            state.of_kind(kind, from..below).take(limit).collect()
        })
    }

    fn positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        Ok(self.read().positions(key, involvement, below))
    }

    fn open_entries(
        &self,
        resident: &[&str],
        below: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let positions = self.read().open_positions(resident, below);
        self.visit_each(positions.into_iter(), visit)
    }

    fn idempotency(&self, actor: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        Ok(self.read().idempotency(actor, key))
    }

    fn used_keys(&self, after: Option<[u8; 16]>, limit: usize) -> Result<Vec<UsedKey>, StoreError> {
        Ok(self.read().used_keys(after).take(limit).cloned().collect())
    }
}

#[cfg(test)]
mod tests;
