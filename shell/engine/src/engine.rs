//! The handle that everybody holds.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, ThreadId};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use holdpoint_domain::Actor;
use holdpoint_ledger::Hash;
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ports::{BlobStore, Clock, Vault};

use crate::readers::Readers;
use crate::request::{Answer, Inclusion, Request};
use crate::sequencer::{
    Asker, Committer, Seat, Sequencer, Standing, Submission, Work, earlier, standing,
};
use crate::shared::{Common, Published, Shared};
use crate::{At, EngineError, Parts, View};

/// An open ledger. Clones are handles on the same one; the last to go closes it.
#[derive(Clone)]
pub struct Engine {
    pub(crate) shared: Arc<Shared>,
    thread: Arc<Thread>,
}

/// The threads of the sequencer and the committer: they end when nobody can submit any more.
struct Thread {
    sender: ArcSwapOption<Sender<Work>>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Engine {
    /// Reads where the ledger stands, and starts the sequencer.
    ///
    /// # Errors
    /// When the store cannot be read, its head is not to be trusted, or it holds an event that is not known
    /// here, such as one of a newer version.
    pub fn open(parts: Parts) -> Result<Self, EngineError> {
        let readers = Readers::new(&*parts.store, parts.readers.max(2))?;
        let found = standing(&*readers.lend(), &parts.origin, &parts.key)?;
        let Standing { state, head, edge } = found;
        let published = Published { state, head, edge };
        let shared = Arc::new(Shared::new(Common {
            published,
            readers,
            blobs: Arc::clone(&parts.blobs),
            vault: Arc::clone(&parts.vault),
            clock: Arc::clone(&parts.clock),
            rules: Arc::clone(&parts.rules),
            origin: parts.origin.clone(),
            key: parts.key.clone(),
        }));
        let thread = Arc::new(Thread::start(parts, &shared)?);
        Ok(Self { shared, thread })
    }

    /// Asks for a command and waits for the answer, which comes when its events are durable.
    ///
    /// # Errors
    /// When nothing could be decided or made durable; a command that may not be done is an answer.
    pub fn submit(&self, request: Request) -> Result<Answer, EngineError> {
        let (sender, receiver) = sync_channel(1);
        self.submit_with(request, move |answer| {
            // Whoever asked is waiting; if they are gone nobody needs the answer.
            let _ = sender.send(answer);
        });
        receiver.recv().unwrap_or(Err(EngineError::Closed))
    }

    /// Asks for several commands in this order, and waits for all answers. One whose gate asks a custom rule is
    /// decided when that has answered, perhaps after those that come later.
    pub fn submit_all(&self, requests: Vec<Request>) -> Vec<Result<Answer, EngineError>> {
        let (sender, receiver) = channel();
        let count = requests.len();
        let submissions = requests.into_iter().zip(0..).map(|(request, at)| {
            let sender = sender.clone();
            let reply = move |answer| {
                let _ = sender.send((at, answer));
            };
            Submission::new(request, reply)
        });
        self.send(submissions.collect());
        drop(sender);
        let mut answers: Vec<_> = (0..count).map(|_| Err(EngineError::Closed)).collect();
        for (at, answer) in receiver {
            if let Some(place) = answers.get_mut::<usize>(at) {
                *place = answer;
            }
        }
        answers
    }

    /// Asks for a command; the answer goes to `reply`, on a thread of the engine: it must be quick and must
    /// not wait for the engine.
    pub fn submit_with(
        &self,
        request: Request,
        reply: impl FnOnce(Result<Answer, EngineError>) + Send + 'static,
    ) {
        self.send(vec![Submission::new(request, reply)]);
    }

    fn send(&self, submissions: Vec<Submission>) {
        let work = Work::Submit(submissions);
        let refused = match &*self.thread.sender.load() {
            Some(sender) => sender.send(work).err().map(|error| error.0),
            None => Some(work),
        };
        if let Some(Work::Submit(submissions)) = refused {
            for submission in submissions {
                (submission.reply)(Err(EngineError::Closed));
            }
        }
    }

    /// The answer that the actor's key already has: whoever makes a command of a request asks first, because
    /// what the request names may be gone once it was done.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn earlier(
        &self,
        actor: &Actor,
        key: &str,
        body: Hash,
    ) -> Result<Option<Answer>, EngineError> {
        earlier(&self.shared, actor, key, body)
    }

    /// The newest state that is durable.
    #[must_use]
    pub fn published(&self) -> Arc<Published> {
        self.shared.published.load_full()
    }

    /// The organisation as of a moment.
    ///
    /// # Errors
    /// When the moment lies beyond the end of the ledger, or the ledger cannot be read.
    pub fn view(&self, at: At) -> Result<View, EngineError> {
        View::open(Arc::clone(&self.shared), at)
    }

    /// Whether commands can be decided: the ledger can be read, and nobody else has taken over.
    ///
    /// # Errors
    /// Why not.
    pub fn ready(&self) -> Result<(), EngineError> {
        if self.shared.deposed.load(Ordering::Relaxed) {
            return Err(holdpoint_ports::StoreError::Deposed.into());
        }
        self.shared.readers.lend().head()?;
        Ok(())
    }

    /// Waits until the entry at `position` is there.
    ///
    /// # Errors
    /// [`EngineError::NotYet`] after `timeout`.
    pub fn wait_for(&self, position: u64, timeout: Duration) -> Result<(), EngineError> {
        match self.shared.wait_beyond(position, timeout) {
            size if size > position => Ok(()),
            _ => Err(EngineError::NotYet { position }),
        }
    }

    /// Waits until there are more than `size` entries, or `timeout` has passed; says how many there are.
    #[must_use]
    pub fn wait_beyond(&self, size: u64, timeout: Duration) -> u64 {
        self.shared.wait_beyond(size, timeout)
    }

    /// The proof that the entry at `position` is in the tree of the newest checkpoint, and that checkpoint.
    ///
    /// # Errors
    /// When there is no such entry, or the tree cannot be read.
    pub fn proof(&self, position: u64) -> Result<(Inclusion, Vec<u8>), EngineError> {
        let published = self.published();
        let inclusion = self.shared.inclusion_now(position, &published)?;
        Ok((inclusion, published.checkpoint().to_vec()))
    }

    /// Says that names or addresses in the vault have changed, so that the next entry is searched for them.
    pub fn profiles_changed(&self) {
        self.shared.profiles_changed.store(true, Ordering::Relaxed);
    }

    /// Content that entries name by digest.
    #[must_use]
    pub fn blobs(&self) -> &Arc<dyn BlobStore> {
        &self.shared.blobs
    }

    /// Names and keys of people.
    #[must_use]
    pub fn vault(&self) -> &Arc<dyn Vault> {
        &self.shared.vault
    }

    /// Where time comes from.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The name of the log in its checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.shared.origin
    }

    /// The public key that checkpoints are verified with.
    #[must_use]
    pub fn key(&self) -> &VerifierKey {
        &self.shared.key
    }

    /// Ends the threads after what was submitted so far, and lets go of the store. Other handles then
    /// answer [`EngineError::Closed`].
    pub fn close(&self) {
        self.thread.stop();
    }
}

impl Thread {
    fn start(parts: Parts, shared: &Arc<Shared>) -> Result<Self, EngineError> {
        let (sender, work) = channel();
        let sender = Arc::new(sender);
        // The sequencer hands over the next batch only when the last one has landed.
        let (departures, leaving) = sync_channel(1);
        let (landings, arrivals) = channel();
        let sequencer = Sequencer::new(Seat {
            reader: parts.store.reader()?,
            randomness: parts.randomness,
            asker: Asker {
                shared: Arc::clone(shared),
                sequencer: Arc::downgrade(&sender),
            },
            shared: Arc::clone(shared),
            departures,
            arrivals,
        });
        let committer = Committer {
            reader: parts.store.reader()?,
            store: parts.store,
            signer: parts.signer,
            shared: Arc::clone(shared),
            arrivals: landings,
            sequencer: Arc::downgrade(&sender),
            forgot: None,
        };
        let handles = vec![
            spawn("sequencer", move || sequencer.run(&work))?,
            spawn("committer", move || committer.run(&leaving))?,
        ];
        Ok(Self {
            sender: ArcSwapOption::new(Some(sender)),
            handles: Mutex::new(handles),
        })
    }

    fn stop(&self) {
        self.sender.store(None);
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        // A reply may hold the last handle: no thread can wait for itself, and both end anyway.
        let own: ThreadId = std::thread::current().id();
        let inside = handles.iter().any(|handle| handle.thread().id() == own);
        for handle in handles.drain(..).filter(|_| !inside) {
            let _ = handle.join();
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, EngineError> {
    std::thread::Builder::new()
        .name(name.into())
        .spawn(work)
        .map_err(|error| holdpoint_ports::StoreError::Failed(error.into()).into())
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.stop();
    }
}
