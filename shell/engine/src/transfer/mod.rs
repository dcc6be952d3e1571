//! From one store to another: the same entries, the same tree, the same head, and the keys that were used.
//!
//! Nobody needs the key that signs: until the last batch the target has the root of what it holds under the checkpoint of
//! the whole, which no engine opens. So a copy that broke off is of no use to anybody but the next copy, which goes on
//! where it stopped.

mod scan;
mod verify;

pub use scan::{Scan, scan, time_of};

use holdpoint_ledger::Hash;
use holdpoint_ledger::tile::{TileEdge, TileNodes};
use holdpoint_ledger::tree::{AppendedBatch, GenerateError, consistency_proof};
use holdpoint_ports::{Batch, Head, LedgerReader, LedgerStore, UsedKey};

use crate::fold::visit;
use crate::tiles::{self, StoredTiles};
use crate::{EngineError, entry, fold};

/// Entries that become durable together.
const LOT: u64 = 1_024;

/// Used keys that are taken over together.
const KEYS: usize = 10_000;

/// Why a ledger cannot be copied to where another one is.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TransferError {
    /// A store failed, or holds what cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The target's entries are not the first ones of the source.
    #[error("the target has {size} entries, and they are not those that the source begins with")]
    Differs {
        /// Entries in the target.
        size: u64,
    },
    /// The target has more.
    #[error("the target has {target} entries already, the source has {from} only")]
    Longer {
        /// Entries in the source.
        from: u64,
        /// Entries in the target.
        target: u64,
    },
    /// What was read does not have the root that the source's head names.
    #[error("the entries of the source have root {found}, its head says {expected}")]
    Source {
        /// Root of what was read.
        found: Hash,
        /// Root in the head.
        expected: Hash,
    },
    /// What the target gives back is not what was put into it.
    #[error("the target does not give back what was copied: {0}")]
    Target(String),
}

/// What there is to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The head of the source; none if it is empty.
    pub head: Option<Head>,
    /// Entries that the target has already.
    pub there: u64,
}

impl Plan {
    /// Number of entries in the source.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.size)
    }
}

/// What a copy is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Entries go over.
    Copying,
    /// The target is read back.
    Verifying,
}

/// What hears how far a copy is: so many entries of so many.
pub type Watch<'a> = dyn Fn(Phase, u64, u64) + 'a;

/// Compares the two, and says what there is to copy.
///
/// # Errors
/// When the target has anything but the beginning of the source.
pub fn plan(
    source: &dyn LedgerReader,
    target: Option<&dyn LedgerReader>,
) -> Result<Plan, TransferError> {
    let head = source.head().map_err(EngineError::from)?;
    plan_of(source, head, target)
}

fn plan_of(
    source: &dyn LedgerReader,
    head: Option<Head>,
    target: Option<&dyn LedgerReader>,
) -> Result<Plan, TransferError> {
    let there = match target {
        Some(target) => target.head().map_err(EngineError::from)?,
        None => None,
    };
    let from = head.as_ref().map_or(0, |head| head.size);
    let size = there.as_ref().map_or(0, |there| there.size);
    if size > from {
        let target = size;
        return Err(TransferError::Longer { from, target });
    }
    if let (Some(there), Some(target)) = (&there, target) {
        let [theirs, ours] = [target, source].map(|reader| root_at(reader, size));
        if theirs? != there.root || ours? != there.root {
            return Err(TransferError::Differs { size });
        }
    }
    Ok(Plan { head, there: size })
}

/// The root of the first `size` entries.
///
/// # Errors
/// When the store fails, or has not so many.
pub fn root_at(reader: &dyn LedgerReader, size: u64) -> Result<Hash, EngineError> {
    let edge = TileEdge::load(&StoredTiles(reader), size)?;
    Ok(edge.frontier().root())
}

/// Proof that the first `size` entries extend the first `old` ones.
///
/// # Errors
/// When the store fails, or `old` is beyond `size`.
pub fn consistency(
    reader: &dyn LedgerReader,
    old: u64,
    size: u64,
) -> Result<Vec<Hash>, EngineError> {
    if old == 0 {
        return Ok(Vec::new());
    }
    let proof = consistency_proof(&TileNodes::new(StoredTiles(reader), size), old, size);
    proof.map_err(|error| match error {
        GenerateError::Source(source) => source,
        _ => EngineError::Beyond {
            position: old,
            size,
        },
    })
}

/// Copies what the target lacks, and reads all of it back.
///
/// # Errors
/// As [`plan`]; when a store fails; when the target does not give back the same.
pub fn transfer(
    source: &dyn LedgerReader,
    target: &mut dyn LedgerStore,
    watch: &Watch<'_>,
) -> Result<Plan, TransferError> {
    let head = source.head().map_err(EngineError::from)?;
    transfer_until(source, head, target, watch)
}

/// As [`transfer`], of a source as it was at an earlier head.
///
/// # Errors
/// As [`transfer`].
pub fn transfer_until(
    source: &dyn LedgerReader,
    head: Option<Head>,
    target: &mut dyn LedgerStore,
    watch: &Watch<'_>,
) -> Result<Plan, TransferError> {
    let reader = target.reader().map_err(EngineError::from)?;
    let plan = plan_of(source, head, Some(&*reader))?;
    let Some(head) = &plan.head else {
        return Ok(plan);
    };
    let mut edge = TileEdge::load(&StoredTiles(&*reader), plan.there)?;
    while edge.size() < head.size {
        watch(Phase::Copying, edge.size(), head.size);
        let batch = batch(source, &mut edge, head)?;
        target.append(&batch).map_err(EngineError::from)?;
    }
    keys(source, target, head.size)?;
    verify::verify(&*reader, head, watch)?;
    Ok(plan)
}

/// The next entries of the source, as an engine would append them.
fn batch(
    source: &dyn LedgerReader,
    edge: &mut TileEdge,
    whole: &Head,
) -> Result<Batch, TransferError> {
    let first = edge.size();
    let range = first..whole.size.min(first + LOT);
    let (mut entries, mut leaves, mut time_ms) = (Vec::new(), Vec::new(), whole.time_ms);
    visit(source, range, &mut |position, bytes| {
        let recorded = fold::recorded(position, bytes)?;
        time_ms = recorded.meta.time.millis();
        leaves.push(Hash::leaf(bytes));
        entries.push(entry::indexed(bytes, &recorded));
        Ok(())
    })?;
    let appended = AppendedBatch::new(&edge.frontier(), leaves);
    let completed = edge.advance(&appended);
    let (size, root) = (appended.new_size(), appended.root());
    if size == whole.size && root != whole.root {
        let (found, expected) = (root, whole.root);
        return Err(TransferError::Source { found, expected });
    }
    let checkpoint = whole.checkpoint.clone();
    Ok(Batch {
        first,
        entries,
        tiles: completed.into_iter().map(tiles::stored).collect(),
        idempotency: Vec::new(),
        head: Head {
            size,
            root,
            checkpoint,
            time_ms: if size == whole.size {
                whole.time_ms
            } else {
                time_ms
            },
        },
    })
}

/// Takes the used keys over: what was done once is not done again elsewhere.
fn keys(
    source: &dyn LedgerReader,
    target: &mut dyn LedgerStore,
    size: u64,
) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let keys = source.used_keys(after, KEYS)?;
        let Some(last) = keys.last() else {
            return Ok(());
        };
        after = Some(last.id);
        // The source may go on meanwhile: keys of entries that are not taken over would name what is not there.
        let known = |key: &UsedKey| key.first.saturating_add(u64::from(key.count)) <= size;
        let known: Vec<_> = keys.into_iter().filter(known).collect();
        target.keep_used(&known)?;
    }
}
