//! The handle that everybody holds.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{channel, sync_channel};
use std::time::Duration;

use holdpoint_domain::Actor;
use holdpoint_ledger::Hash;
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ports::{BlobStore, Clock, Vault};

use crate::desk::{Desk, Tools};
use crate::fleet::{Crew, Fleet};
use crate::readers::Readers;
use crate::request::{Answer, Inclusion, Request};
use crate::sequencer::{Standing, Submission, earlier, standing};
use crate::shared::{Common, Published, Shared};
use crate::{At, EngineError, Parts, View};

/// An open ledger. Clones are handles on the same one; the last to go closes it.
#[derive(Clone)]
pub struct Engine {
    pub(crate) shared: Arc<Shared>,
    // Dropped in this order: who watches must not open the desk again.
    pub(crate) crew: Option<Arc<Crew>>,
    pub(crate) desk: Arc<Desk>,
}

impl Engine {
    /// Reads where the ledger stands, and starts the sequencer.
    ///
    /// # Errors
    /// When the store cannot be read, its head is not to be trusted, or it holds an event that is not known
    /// here, such as one of a newer version.
    pub fn open(parts: Parts) -> Result<Self, EngineError> {
        let readers = Readers::new(parts.readers.max(2), || parts.store.reader())?;
        let (store, shared, tools) = begun(parts, readers)?;
        let desk = Arc::new(Desk::default());
        desk.open(store, &tools, &shared)?;
        let crew = None;
        Ok(Self { shared, crew, desk })
    }

    /// Reads where a ledger stands that other servers have as well: it follows them, passes commands on to whoever decides,
    /// and decides itself when nobody else does.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn join(parts: Parts<Fleet>) -> Result<Self, EngineError> {
        let readers = Readers::new(parts.readers.max(2), || parts.store.ledger.reader())?;
        let (fleet, shared, mut tools) = begun(parts, readers)?;
        tools.signed = Some(Arc::clone(&fleet.signed));
        let desk = Arc::new(Desk::default());
        let crew = Crew::start(fleet, tools, &shared, &desk)?;
        let crew = Some(Arc::new(crew));
        Ok(Self { shared, crew, desk })
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
        match &self.crew {
            Some(crew) => crew.pass(self.desk.send(crew.insisting(submissions))),
            None => {
                let left = self.desk.send(submissions);
                left.into_iter()
                    .for_each(|submission| (submission.reply)(Err(EngineError::Closed)));
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

    /// Whether commands can be decided, here or by whoever they are passed on to: the ledger can be read, and somebody
    /// appends to it.
    ///
    /// # Errors
    /// Why not.
    pub fn ready(&self) -> Result<(), EngineError> {
        if let Some(crew) = &self.crew {
            return crew.ready();
        }
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
        if let Some(crew) = &self.crew {
            crew.stop();
        }
        self.desk.close();
    }
}

/// What a ledger is shared through, as it stands, and what whoever decides needs.
fn begun<S>(parts: Parts<S>, readers: Readers) -> Result<(S, Arc<Shared>, Tools), EngineError> {
    let found = standing(&*readers.lend(), &parts.origin, &parts.key)?;
    let Standing { state, head, edge } = found;
    let shared = Shared::new(Common {
        published: Published { state, head, edge },
        readers,
        blobs: parts.blobs,
        vault: parts.vault,
        clock: parts.clock,
        rules: parts.rules,
        origin: parts.origin,
        key: parts.key,
    });
    let tools = Tools {
        randomness: parts.randomness,
        signer: parts.signer,
        signed: None,
    };
    Ok((parts.store, Arc::new(shared), tools))
}
