//! Making a batch durable, and what to do when that fails.

use std::sync::Arc;

use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::tree::AppendedBatch;
use holdpoint_ports::{Batch, Head};

use super::{Draft, Sequencer};
use crate::shared::Published;
use crate::{EngineError, tiles};

/// A batch that is durable.
pub(super) struct SealedBatch {
    /// What it added to the tree; none if it had no entries.
    pub(super) appended: Option<Arc<AppendedBatch>>,
    /// The size afterwards.
    pub(super) size: u64,
    /// The checkpoint of that size.
    pub(super) checkpoint: Arc<[u8]>,
}

impl Sequencer {
    /// Appends what the draft holds and publishes it; drops the draft if that fails.
    pub(super) fn commit(&mut self, mut draft: Draft) -> Result<SealedBatch, EngineError> {
        if draft.entries.is_empty() {
            self.recency.touch(draft.touched, &mut draft.state);
            self.state = draft.state;
            return Ok(self.sealed(None));
        }
        let leaves = std::mem::take(&mut draft.leaves);
        let appended = AppendedBatch::new(&self.frontier, leaves);
        let head = self.sign(&appended, draft.time_ms)?;
        let mut edge = (*self.edge).clone();
        let completed = edge.advance(&appended);
        let batch = Batch {
            first: draft.first,
            entries: draft.entries,
            tiles: completed.into_iter().map(tiles::stored).collect(),
            idempotency: draft.idempotency,
            head,
        };
        if let Err(error) = self.store.append(&batch) {
            self.settle(error.into(), &batch.head)?;
        }
        self.edge = Arc::new(edge);
        self.frontier = appended.frontier();
        self.head = Some(batch.head);
        self.recency.touch(draft.touched, &mut draft.state);
        self.state = draft.state;
        self.publish();
        Ok(self.sealed(Some(Arc::new(appended))))
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
    fn settle(&mut self, error: EngineError, wanted: &Head) -> Result<(), EngineError> {
        match self.reader.head() {
            Ok(Some(head)) if head == *wanted => Ok(()),
            Ok(head) if head == self.head => Err(error),
            // Somebody else appended, or nothing can be read: everything is read again before the next
            // command, whose callers hear if that fails.
            _ => {
                self.doubtful = true;
                Err(error)
            }
        }
    }

    /// Reads everything again if the store's head is in doubt.
    pub(super) fn ready(&mut self) -> Result<(), EngineError> {
        if !self.doubtful {
            return Ok(());
        }
        let standing = super::standing(&*self.reader, &self.shared.origin, &self.shared.key)?;
        self.state = standing.state;
        self.head = standing.head;
        self.frontier = standing.edge.frontier();
        self.edge = standing.edge;
        self.recency.clear();
        self.doubtful = false;
        self.publish();
        Ok(())
    }

    fn publish(&self) {
        self.shared.publish(Published {
            state: self.state.clone(),
            head: self.head.clone(),
            edge: Arc::clone(&self.edge),
        });
    }

    fn sealed(&self, appended: Option<Arc<AppendedBatch>>) -> SealedBatch {
        let checkpoint = self.head.as_ref().map_or(&[][..], |head| &head.checkpoint);
        SealedBatch {
            appended,
            size: self.size(),
            checkpoint: checkpoint.into(),
        }
    }
}
