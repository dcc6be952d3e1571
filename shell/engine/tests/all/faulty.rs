//! A store that fails or lies when told to.

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_conformance::MemoryLedger;
use holdpoint_ports::{
    AggregateRow, Batch, Head, IdempotencyRecord, Involvement, LedgerReader, LedgerStore,
    StoreError, UsedKey, Visit,
};

/// What goes wrong next.
#[derive(Default)]
pub struct Plan {
    /// The next append keeps nothing and fails.
    pub lose: bool,
    /// Somebody else has taken over.
    pub deposed: bool,
    /// Appends do not begin.
    pub held: bool,
    /// How many appends were asked for.
    pub entered: usize,
    /// The next append keeps everything and fails all the same.
    pub lose_the_answer: bool,
    /// Heads cannot be read.
    pub blind: bool,
    /// The head cannot be read the next time.
    pub blind_once: bool,
    /// This entry reads as these bytes.
    pub entry: Option<(u64, Vec<u8>)>,
    /// This entry is folded as these bytes, which its leaf is not of.
    pub folded: Option<(u64, Vec<u8>)>,
    /// This tile has its first bit turned.
    pub tile: Option<(u8, u64)>,
    /// The largest batch so far.
    pub largest: usize,
}

#[derive(Clone)]
pub struct Faulty {
    pub inner: MemoryLedger,
    pub plan: Arc<Mutex<Plan>>,
}

impl Faulty {
    pub fn new(inner: MemoryLedger) -> Self {
        let plan = Arc::default();
        Self { inner, plan }
    }
}

fn failed(what: &str) -> StoreError {
    StoreError::Failed(what.to_owned().into())
}

impl LedgerStore for Faulty {
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.plan.lock().unwrap().entered += 1;
        while self.plan.lock().unwrap().held {
            std::thread::sleep(Duration::from_millis(1));
        }
        let mut plan = self.plan.lock().unwrap();
        plan.largest = plan.largest.max(batch.entries.len());
        if plan.deposed {
            return Err(StoreError::Deposed);
        }
        if std::mem::take(&mut plan.lose) {
            return Err(failed("the disk is full"));
        }
        self.inner.append(batch)?;
        match std::mem::take(&mut plan.lose_the_answer) {
            true => Err(failed("the connection broke")),
            false => Ok(()),
        }
    }

    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError> {
        self.inner.forget_idempotency(time_ms)
    }

    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError> {
        self.inner.keep_used(keys)
    }

    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError> {
        Ok(Box::new(self.clone()))
    }
}

impl LedgerReader for Faulty {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        let mut plan = self.plan.lock().unwrap();
        match std::mem::take(&mut plan.blind_once) || plan.blind {
            true => Err(failed("nothing can be read")),
            false => self.inner.head(),
        }
    }

    fn entries(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let changed = self.plan.lock().unwrap().entry.clone();
        self.inner
            .entries(range, &mut |position, bytes| match &changed {
                Some((at, other)) if *at == position => visit(position, other),
                _ => visit(position, bytes),
            })
    }

    fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let mut tile = self.inner.tile(level, index)?;
        if self.plan.lock().unwrap().tile == Some((level, index)) {
            tile.iter_mut().for_each(|bytes| bytes[0] ^= 1);
        }
        Ok(tile)
    }

    fn aggregate(&self, key: &str, below: u64) -> Result<Option<AggregateRow>, StoreError> {
        self.inner.aggregate(key, below)
    }

    fn aggregates(
        &self,
        kind: &str,
        after: Option<u64>,
        below: u64,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError> {
        self.inner.aggregates(kind, after, below, descending, limit)
    }

    fn positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        self.inner.positions(key, involvement, below)
    }

    fn open_entries(
        &self,
        resident: &[&str],
        below: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let changed = self.plan.lock().unwrap().folded.clone();
        self.inner
            .open_entries(resident, below, &mut |position, bytes| match &changed {
                Some((at, other)) if *at == position => visit(position, other),
                _ => visit(position, bytes),
            })
    }

    fn idempotency(&self, actor: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.inner.idempotency(actor, key)
    }

    fn used_keys(&self, after: Option<[u8; 16]>, limit: usize) -> Result<Vec<UsedKey>, StoreError> {
        self.inner.used_keys(after, limit)
    }
}
