//! Where commands are decided, while that is done here: the threads of the sequencer and the committer.

use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, ThreadId};

use arc_swap::ArcSwapOption;
use holdpoint_ledger::note::Signer;
use holdpoint_ports::{LedgerStore, Randomness, WitnessedStore};

use crate::EngineError;
use crate::sequencer::{Asker, Committer, Seat, Sequencer, Submission, Work};
use crate::shared::Shared;

/// What whoever decides needs besides the ledger.
pub(crate) struct Tools {
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) signer: Arc<dyn Signer + Send + Sync>,
    /// Where the newest checkpoint is kept that was signed here, before anybody gets it; nowhere if nobody else signs.
    pub(crate) signed: Option<Arc<dyn WitnessedStore>>,
}

/// The desk; its threads end when nobody can submit any more.
#[derive(Default)]
pub(crate) struct Desk {
    sender: ArcSwapOption<Sender<Work>>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Desk {
    /// Starts to decide.
    pub(crate) fn open(
        &self,
        store: Box<dyn LedgerStore>,
        tools: &Tools,
        shared: &Arc<Shared>,
    ) -> Result<(), EngineError> {
        let (sender, work) = channel();
        let sender = Arc::new(sender);
        // The sequencer hands over the next batch only when the last one has landed.
        let (departures, leaving) = sync_channel(1);
        let (landings, arrivals) = channel();
        let sequencer = Sequencer::new(Seat {
            reader: store.reader()?,
            randomness: Arc::clone(&tools.randomness),
            asker: Asker {
                shared: Arc::clone(shared),
                sequencer: Arc::downgrade(&sender),
            },
            shared: Arc::clone(shared),
            departures,
            arrivals,
        });
        let committer = Committer {
            reader: store.reader()?,
            store,
            signer: Arc::clone(&tools.signer),
            signed: tools.signed.clone(),
            shared: Arc::clone(shared),
            arrivals: landings,
            sequencer: Arc::downgrade(&sender),
            forgot: None,
        };
        let started = vec![
            spawn("sequencer", move || sequencer.run(&work))?,
            spawn("committer", move || committer.run(&leaving))?,
        ];
        *self.handles() = started;
        self.sender.store(Some(sender));
        Ok(())
    }

    pub(crate) fn is_open(&self) -> bool {
        self.sender.load().is_some()
    }

    /// Hands over commands to be decided; gives them back if nobody decides here.
    pub(crate) fn send(&self, submissions: Vec<Submission>) -> Vec<Submission> {
        let work = Work::Submit(submissions);
        let refused = match &*self.sender.load() {
            Some(sender) => sender.send(work).err().map(|error| error.0),
            None => Some(work),
        };
        match refused {
            Some(Work::Submit(submissions)) => submissions,
            _ => Vec::new(),
        }
    }

    /// Ends the threads after what was submitted so far, and lets go of the store.
    pub(crate) fn close(&self) {
        self.sender.store(None);
        let mut handles = self.handles();
        // A reply may hold the last handle: no thread can wait for itself, and both end anyway.
        let own: ThreadId = std::thread::current().id();
        let inside = handles.iter().any(|handle| handle.thread().id() == own);
        for handle in handles.drain(..).filter(|_| !inside) {
            let _ = handle.join();
        }
    }

    fn handles(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, EngineError> {
    std::thread::Builder::new()
        .name(name.into())
        .spawn(work)
        .map_err(|error| holdpoint_ports::StoreError::Failed(error.into()).into())
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}
