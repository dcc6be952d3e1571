//! The thread that makes batches durable and publishes them.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Weak};

use holdpoint_domain::State;
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::note::Signer;
use holdpoint_ledger::tile::TileEdge;
use holdpoint_ledger::tree::AppendedBatch;
use holdpoint_ports::{
    Batch, Head, IdempotencyRecord, LedgerReader, LedgerStore, NewEntry, StoreError, WitnessedStore,
};

use super::Work;
use crate::shared::{Published, Shared};
use crate::{EngineError, KEYS_KEPT_MS, tiles};

/// A batch on its way to the disk.
pub(crate) struct Flight {
    /// The state with it.
    pub(super) state: State,
    /// The size before.
    pub(super) first: u64,
    pub(super) entries: Vec<NewEntry>,
    pub(super) leaves: Vec<Hash>,
    pub(super) idempotency: Vec<IdempotencyRecord>,
    /// Time of the newest entry, in milliseconds.
    pub(super) time_ms: i64,
}

/// How a flight ended.
pub(crate) struct Landing {
    /// What is durable and published; nothing of the batch was kept otherwise, as far as is known.
    pub(super) sealed: Result<SealedBatch, EngineError>,
    /// Whether only reading the store again tells how it stands.
    pub(super) doubtful: bool,
}

impl Landing {
    /// That there is no committer any more.
    pub(super) fn closed() -> Self {
        Self {
            sealed: Err(EngineError::Closed),
            doubtful: true,
        }
    }
}

/// A batch that is durable.
pub(super) struct SealedBatch {
    /// What it added to the tree; none if it had no entries.
    pub(super) appended: Option<Arc<AppendedBatch>>,
    /// The size afterwards.
    pub(super) size: u64,
    /// The checkpoint of that size.
    pub(super) checkpoint: Arc<[u8]>,
}

/// Why a batch is not durable, and whether the store's head is in doubt.
struct Failed {
    error: EngineError,
    doubtful: bool,
}

/// Once a day is often enough to forget keys that no longer count.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The only one that writes to the store.
pub(crate) struct Committer {
    pub(crate) store: Box<dyn LedgerStore>,
    pub(crate) reader: Box<dyn LedgerReader>,
    pub(crate) signer: Arc<dyn Signer + Send + Sync>,
    /// Where the newest checkpoint is kept that was signed here, if others sign as well.
    pub(crate) signed: Option<Arc<dyn WitnessedStore>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) arrivals: Sender<Landing>,
    /// Wakes the sequencer, as long as anybody can submit: afterwards it waits for arrivals alone.
    pub(crate) sequencer: Weak<Sender<Work>>,
    /// When idempotency keys were forgotten last.
    pub(crate) forgot: Option<i64>,
}

impl Committer {
    /// Works until the sequencer has ended.
    pub(crate) fn run(mut self, departures: &Receiver<Flight>) {
        while let Ok(flight) = departures.recv() {
            let before = self.shared.published.load_full();
            let landing = match self.commit(flight, &before) {
                Ok(sealed) => Landing {
                    sealed: Ok(sealed),
                    doubtful: false,
                },
                Err(Failed { error, doubtful }) => Landing {
                    sealed: Err(error),
                    doubtful,
                },
            };
            self.landed(landing);
            // What was published before is let go when nobody waits for that.
            drop(before);
            self.forget_keys();
        }
    }

    fn landed(&self, landing: Landing) {
        // Without a sequencer nobody has to be told.
        let _ = self.arrivals.send(landing);
        if let Some(sequencer) = self.sequencer.upgrade() {
            let _ = sequencer.send(Work::Landed);
        }
    }

    /// Appends the batch and publishes it.
    fn commit(&mut self, flight: Flight, before: &Published) -> Result<SealedBatch, Failed> {
        if flight.entries.is_empty() {
            return Ok(sealed(before, None));
        }
        let appended = AppendedBatch::new(&before.edge.frontier(), flight.leaves);
        let mut edge = (*before.edge).clone();
        let completed = edge.advance(&appended);
        let head = self.sign(&appended, flight.time_ms);
        let batch = Batch {
            first: flight.first,
            entries: flight.entries,
            tiles: completed.into_iter().map(tiles::stored).collect(),
            idempotency: flight.idempotency,
            head: head.map_err(|error| Failed {
                error,
                doubtful: false,
            })?,
        };
        if let Err(error) = self.store.append(&batch) {
            let deposed = matches!(error, StoreError::Deposed);
            self.shared.deposed.fetch_or(deposed, Ordering::Relaxed);
            self.settle(error.into(), &batch.head, before.head.as_ref())?;
        }
        self.keep(&batch.head)?;
        Ok(self.publish(flight.state, batch.head, edge, appended))
    }

    fn publish(
        &self,
        state: State,
        head: Head,
        edge: TileEdge,
        appended: AppendedBatch,
    ) -> SealedBatch {
        let published = Published {
            state,
            head: Some(head),
            edge: Arc::new(edge),
        };
        let sealed = sealed(&published, Some(Arc::new(appended)));
        self.shared.publish(published);
        sealed
    }

    /// Keeps the checkpoint here before anybody gets it: what is signed later has to extend it.
    fn keep(&self, head: &Head) -> Result<(), Failed> {
        let kept = self
            .signed
            .as_ref()
            .map_or(Ok(()), |signed| signed.keep(&head.checkpoint));
        kept.map_err(|error| Failed {
            error: EngineError::Sign(format!("it cannot be kept: {error}")),
            doubtful: true,
        })
    }

    fn sign(&self, appended: &AppendedBatch, time_ms: i64) -> Result<Head, EngineError> {
        let (size, root) = (appended.new_size(), appended.root());
        let checkpoint = Checkpoint::new(self.shared.origin.clone(), size, root);
        let checkpoint = checkpoint
            .sign(&[&*self.signer])
            .map_err(|error| EngineError::Sign(error.to_string()))?;
        Ok(Head {
            size,
            root,
            checkpoint,
            time_ms,
        })
    }

    /// After a failed append: it may have been kept all the same. Only the head tells.
    fn settle(
        &mut self,
        error: EngineError,
        wanted: &Head,
        before: Option<&Head>,
    ) -> Result<(), Failed> {
        match self.reader.head() {
            Ok(Some(head)) if head == *wanted => Ok(()),
            Ok(head) if head.as_ref() == before => Err(Failed {
                error,
                doubtful: false,
            }),
            // Somebody else appended, or nothing can be read: everything is read again before the next
            // command, whose callers hear if that fails.
            _ => Err(Failed {
                error,
                doubtful: true,
            }),
        }
    }

    /// Once a day, forgets keys that no longer count. A failure costs room, nothing else.
    fn forget_keys(&mut self) {
        let now = self.shared.clock.now();
        if self.forgot.is_some_and(|last| now - last < DAY_MS) {
            return;
        }
        if self.store.forget_idempotency(now - KEYS_KEPT_MS).is_ok() {
            self.forgot = Some(now);
        }
    }
}

fn sealed(published: &Published, appended: Option<Arc<AppendedBatch>>) -> SealedBatch {
    SealedBatch {
        appended,
        size: published.size(),
        checkpoint: published.checkpoint().into(),
    }
}
