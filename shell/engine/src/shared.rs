//! What all handles of an engine and its threads have in common.

use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, ArcSwapOption};
use holdpoint_domain::{KnownPolicies, Rules, State};
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ledger::tile::{EdgedTiles, TileEdge, TileNodes, Tiles};
use holdpoint_ledger::tree::{GenerateError, inclusion_proof};
use holdpoint_ports::{BlobStore, Clock, Head, Vault};

use crate::EngineError;
use crate::horizon::Horizon;
use crate::readers::Readers;
use crate::request::Inclusion;
use crate::tiles::StoredTiles;
use crate::view::Past;

/// The newest state that is durable, and the head that it belongs to.
#[derive(Debug)]
pub struct Published {
    /// The state: what is resident or open.
    pub state: State,
    /// The head; none while the ledger is empty.
    pub head: Option<Head>,
    /// The partial tiles of the same tree.
    pub edge: Arc<TileEdge>,
}

impl Published {
    /// Number of entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.size)
    }

    /// The checkpoint without its signatures; none while the ledger is empty.
    pub(crate) fn known(&self, origin: &str) -> Option<Checkpoint> {
        let head = self.head.as_ref()?;
        Some(Checkpoint::new(origin.to_owned(), head.size, head.root))
    }

    /// The signed checkpoint; empty while the ledger is.
    #[must_use]
    pub fn checkpoint(&self) -> &[u8] {
        self.head.as_ref().map_or(&[], |head| &head.checkpoint)
    }
}

pub(crate) struct Shared {
    pub(crate) published: ArcSwap<Published>,
    pub(crate) readers: Readers,
    pub(crate) past: Past,
    pub(crate) blobs: Arc<dyn BlobStore>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rules: Arc<dyn Rules + Send + Sync>,
    /// Policies on who may do what that were read.
    pub(crate) policies: ArcSwap<KnownPolicies>,
    pub(crate) origin: String,
    pub(crate) key: VerifierKey,
    /// Whether names in the vault changed since the guard read them.
    pub(crate) profiles_changed: AtomicBool,
    /// Which revision of the vault the sequencer has seen.
    pub(crate) revision: AtomicU64,
    /// Up to where enough witnesses have cosigned.
    pub(crate) horizon: ArcSwapOption<Horizon>,
    /// What was signed before and is not so any more.
    pub(crate) contradiction: ArcSwapOption<Checkpoint>,
    /// Whether another process appends to the ledger now, and this one never will again.
    pub(crate) deposed: AtomicBool,
    arrived: Arrived,
}

/// The size that readers may count on.
#[derive(Default)]
struct Arrived {
    size: Mutex<u64>,
    grown: Condvar,
}

/// What [`Shared`] is made of.
pub(crate) struct Common {
    pub(crate) published: Published,
    pub(crate) readers: Readers,
    pub(crate) blobs: Arc<dyn BlobStore>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rules: Arc<dyn Rules + Send + Sync>,
    pub(crate) origin: String,
    pub(crate) key: VerifierKey,
}

impl Shared {
    pub(crate) fn new(common: Common) -> Self {
        let arrived = Arrived::default();
        *arrived.lock() = common.published.size();
        Self {
            published: ArcSwap::from_pointee(common.published),
            readers: common.readers,
            past: Past::default(),
            blobs: common.blobs,
            vault: common.vault,
            clock: common.clock,
            rules: common.rules,
            policies: ArcSwap::default(),
            origin: common.origin,
            key: common.key,
            profiles_changed: AtomicBool::new(true),
            revision: AtomicU64::new(0),
            horizon: ArcSwapOption::empty(),
            contradiction: ArcSwapOption::empty(),
            deposed: AtomicBool::new(false),
            arrived,
        }
    }

    pub(crate) fn publish(&self, published: Published) {
        let size = published.size();
        self.published.store(Arc::new(published));
        *self.arrived.lock() = size;
        self.arrived.grown.notify_all();
    }

    /// Waits until there are more than `size` entries; says how many there are then.
    pub(crate) fn wait_beyond(&self, size: u64, timeout: Duration) -> u64 {
        let end = Instant::now() + timeout;
        let mut arrived = self.arrived.lock();
        while *arrived <= size {
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                break;
            };
            let waited = self.arrived.grown.wait_timeout(arrived, left);
            (arrived, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
        *arrived
    }

    pub(crate) fn inclusion(&self, position: u64, size: u64) -> Result<Inclusion, EngineError> {
        let reader = self.readers.lend();
        included(StoredTiles(&*reader), position, size)
    }

    /// The same in the newest tree, whose partial tiles are at hand: they need not be made of all below them.
    pub(crate) fn inclusion_now(
        &self,
        position: u64,
        published: &Published,
    ) -> Result<Inclusion, EngineError> {
        let reader = self.readers.lend();
        let tiles = EdgedTiles::new(StoredTiles(&*reader), &published.edge);
        included(tiles, position, published.size())
    }
}

fn included(
    tiles: impl Tiles<Error = EngineError>,
    position: u64,
    size: u64,
) -> Result<Inclusion, EngineError> {
    let nodes = TileNodes::new(tiles, size);
    let hashes = inclusion_proof(&nodes, position, size).map_err(|error| match error {
        GenerateError::Source(source) => source,
        _ => EngineError::Beyond { position, size },
    })?;
    Ok(Inclusion {
        position,
        size,
        hashes,
    })
}

impl Arrived {
    fn lock(&self) -> std::sync::MutexGuard<'_, u64> {
        self.size.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
