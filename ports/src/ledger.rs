//! The ledger port: an append-only sequence of entries with its tree, its indexes and its head.
//!
//! The engine computes the tree; a store only keeps what it is given, all of a batch or none of it, and
//! answers when it is durable. So every store holds the same bytes for the same commands.

use std::collections::BTreeSet;
use std::ops::{ControlFlow, Range};

use holdpoint_ledger::Hash;

/// What a visitor of entries answers: go on, or stop here.
pub type Visit = ControlFlow<()>;

/// An entry about to be appended, with what the store indexes it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The canonical CloudEvent: the Merkle leaf, at most 65,535 bytes.
    pub bytes: Vec<u8>,
    /// The one aggregate that the entry changes, as `kind/name`.
    pub subject: String,
    /// Other aggregates or digests that the entry names, as `kind/name`: found again, never folded.
    pub references: Vec<String>,
    /// Whether the subject opens or closes with this entry.
    pub opening: Option<Opening>,
}

/// An aggregate's passage between what is open (kept in memory) and what is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// From this entry on the aggregate is open.
    Opened,
    /// From this entry on the aggregate is finished: it leaves memory and is folded again on demand.
    Closed,
}

/// A full tile of the tree (256 hashes, 8,192 bytes), completed by a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTile {
    /// Level 0 holds leaf hashes.
    pub level: u8,
    /// Index within the level.
    pub index: u64,
    /// The concatenated hashes.
    pub bytes: Vec<u8>,
}

/// That an actor's key was used for a request, and where its answer stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// Who asked.
    pub actor: String,
    /// The key that the actor chose.
    pub key: String,
    /// SHA-256 of the request body: another body under the same key is refused.
    pub body: Hash,
    /// Position of the first entry of the answer.
    pub first: u64,
    /// Number of entries of the answer.
    pub count: u32,
    /// When, in milliseconds since the epoch: kept 30 days.
    pub time_ms: i64,
}

/// A used key as stores find it again: by 128 bits of SHA-256, not by what they are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedKey {
    /// What it is found by, see [`UsedKey::id`].
    pub id: [u8; 16],
    /// As in [`IdempotencyRecord`].
    pub body: Hash,
    /// As in [`IdempotencyRecord`].
    pub first: u64,
    /// As in [`IdempotencyRecord`].
    pub count: u32,
    /// As in [`IdempotencyRecord`].
    pub time_ms: i64,
}

impl UsedKey {
    /// The id of an actor's key, with a length between the two so that no two pairs read the same.
    #[must_use]
    pub fn id(actor: &str, key: &str) -> [u8; 16] {
        let text = format!("{}:{actor}{key}", actor.len());
        let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = Hash::of(text.as_bytes()).0;
        id
    }

    /// The key of a record.
    #[must_use]
    pub fn of(record: &IdempotencyRecord) -> Self {
        Self {
            id: Self::id(&record.actor, &record.key),
            body: record.body,
            first: record.first,
            count: record.count,
            time_ms: record.time_ms,
        }
    }

    /// The record of this key, for whoever knows what it is of.
    #[must_use]
    pub fn record(&self, actor: &str, key: &str) -> IdempotencyRecord {
        IdempotencyRecord {
            actor: actor.to_owned(),
            key: key.to_owned(),
            body: self.body,
            first: self.first,
            count: self.count,
            time_ms: self.time_ms,
        }
    }
}

/// The head of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
    /// The signed checkpoint of that size, a C2SP note.
    pub checkpoint: Vec<u8>,
    /// Time of the newest entry, in milliseconds since the epoch; entry time never decreases.
    pub time_ms: i64,
}

/// What is appended in one transaction.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The size before: a store at any other size answers [`StoreError::Moved`] and keeps nothing.
    pub first: u64,
    /// In order of position.
    pub entries: Vec<NewEntry>,
    /// Tiles that the batch completes.
    pub tiles: Vec<StoredTile>,
    /// Keys used by the commands of the batch.
    pub idempotency: Vec<IdempotencyRecord>,
    /// The head afterwards.
    pub head: Head,
}

/// How an entry involves an aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Involvement {
    /// The entry changes it.
    Subject,
    /// The entry names it.
    Reference,
}

/// What the store knows of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregateRow {
    /// `kind/name`.
    pub key: String,
    /// Position of the first entry that changed it.
    pub first: u64,
}

/// What goes wrong in a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else appended: the batch was not kept. The caller rereads the head.
    #[error("the ledger stands at size {found}, not at {expected}")]
    Moved {
        /// The size that the batch expected.
        expected: u64,
        /// The size that the store has.
        found: u64,
    },
    /// Another process has taken over since this one opened the ledger: nothing was kept, and nothing ever will be.
    #[error("another process has taken over writing to the ledger")]
    Deposed,
    /// Another process has the ledger open for writing.
    #[error("the ledger at `{place}` is in use by another process")]
    InUse {
        /// Directory or address.
        place: String,
    },
    /// What was read cannot be what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The store's format is newer than this program.
    #[error("the store has format {found}, this program knows formats up to {known}")]
    Newer {
        /// Format found.
        found: u32,
        /// Newest format known here.
        known: u32,
    },
    /// The medium failed; whether the batch was kept is unknown until the head is read again.
    #[error("the store failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The writing side; one at a time.
pub trait LedgerStore: Send {
    /// Keeps the whole batch or nothing; returns when it is durable.
    ///
    /// # Errors
    /// [`StoreError::Moved`] keeps nothing; after any other error the caller must read the head again.
    fn append(&mut self, batch: &Batch) -> Result<(), StoreError>;

    /// Forgets idempotency records older than `time_ms`; returns how many.
    ///
    /// # Errors
    /// When the medium fails.
    fn forget_idempotency(&mut self, time_ms: i64) -> Result<u64, StoreError>;

    /// Takes over keys that were used while the ledger was kept elsewhere; durable when it returns. Those that are
    /// there already stay as they are.
    ///
    /// # Errors
    /// When the medium fails; then some may have been taken over.
    fn keep_used(&mut self, keys: &[UsedKey]) -> Result<(), StoreError>;

    /// Another reading side on the same ledger, usable from another thread.
    ///
    /// # Errors
    /// When the medium fails.
    fn reader(&self) -> Result<Box<dyn LedgerReader>, StoreError>;
}

/// The reading side. It sees every batch whose append has returned, and never part of one.
pub trait LedgerReader: Send {
    /// Many small reads follow: until [`LedgerReader::release`] they may all see the ledger as it is now, which
    /// lets a store do once what each read needs. Held for long, it keeps a store from tidying up.
    ///
    /// # Errors
    /// When the medium fails.
    fn hold(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The end of what [`LedgerReader::hold`] began, if it was.
    fn release(&self) {}

    /// The newest head; none while the ledger is empty.
    ///
    /// # Errors
    /// When the medium fails.
    fn head(&self) -> Result<Option<Head>, StoreError>;

    /// Visits entries in order of position, streaming.
    ///
    /// # Errors
    /// When the medium fails or a position within the range and below the head is missing.
    fn entries(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError>;

    /// Visits the entries at positions that ascend and lie below the head.
    ///
    /// # Errors
    /// When the medium fails or one of them is missing.
    fn entries_at(
        &self,
        positions: &[u64],
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        for wanted in positions {
            let mut seen = None;
            self.entries(*wanted..wanted.saturating_add(1), &mut |position, bytes| {
                *seen.insert(visit(position, bytes))
            })?;
            let missing = || StoreError::Damaged(format!("entry {wanted} is missing"));
            if seen.ok_or_else(missing)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// A full tile, if it was completed.
    ///
    /// # Errors
    /// When the medium fails.
    fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// What is known of an aggregate that some entry below `below` changed.
    ///
    /// # Errors
    /// When the medium fails.
    fn aggregate(&self, key: &str, below: u64) -> Result<Option<AggregateRow>, StoreError>;

    /// Aggregates of a kind in order of their first position, from `after` (exclusive) and below `below`;
    /// newest first when `descending`, where `after` is then an upper bound.
    ///
    /// # Errors
    /// When the medium fails.
    fn aggregates(
        &self,
        kind: &str,
        after: Option<u64>,
        below: u64,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<AggregateRow>, StoreError>;

    /// Positions below `below` of the entries that involve `key`, ascending.
    ///
    /// # Errors
    /// When the medium fails.
    fn positions(
        &self,
        key: &str,
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError>;

    /// Positions below `below` of the entries that involve any of `keys`, ascending, each once.
    ///
    /// # Errors
    /// When the medium fails.
    fn positions_of(
        &self,
        keys: &[String],
        involvement: Involvement,
        below: u64,
    ) -> Result<Vec<u64>, StoreError> {
        let positions = |key: &String| self.positions(key, involvement, below);
        let each: Vec<_> = keys.iter().map(positions).collect::<Result<_, _>>()?;
        Ok(BTreeSet::from_iter(each.concat()).into_iter().collect())
    }

    /// Visits, in order of position, every entry below `below` that changed an aggregate which is open at
    /// that size, or whose kind is one of `resident`.
    ///
    /// # Errors
    /// When the medium fails.
    fn open_entries(
        &self,
        resident: &[&str],
        below: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Visit,
    ) -> Result<(), StoreError>;

    /// The answer that an actor's key already has.
    ///
    /// # Errors
    /// When the medium fails.
    fn idempotency(&self, actor: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError>;

    /// Used keys in order of id, from `after` (exclusive).
    ///
    /// # Errors
    /// When the medium fails.
    fn used_keys(&self, after: Option<[u8; 16]>, limit: usize) -> Result<Vec<UsedKey>, StoreError>;
}
