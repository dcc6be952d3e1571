//! The one thread that decides and appends: commands one at a time, in batches that become durable together.
//!
//! `answer` takes one command onto a draft, `draft` is what a batch adds up to, `commit` makes it durable,
//! `start` reads everything back from the store, at the beginning and after a failure.

mod answer;
mod commit;
mod draft;
mod idempotency;
mod refused;
mod start;

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use holdpoint_domain::{Rules, State};
use holdpoint_ledger::note::Signer;
use holdpoint_ledger::tile::TileEdge;
use holdpoint_ledger::tree::Frontier;
use holdpoint_ports::{Head, LedgerReader, LedgerStore, Randomness};

use crate::guard::Guard;
use crate::recency::Recency;
use crate::request::{Answer, Request};
use crate::shared::Shared;
use crate::{EngineError, Parts};
use draft::Draft;
use refused::RefusedLimit;

pub(crate) use start::{Standing, standing};

/// How many commands become durable together at most.
const BATCH: usize = 1_024;

/// What is called with the answer, on the sequencer's thread: it must be quick.
pub(crate) type Reply = Box<dyn FnOnce(Result<Answer, EngineError>) + Send>;

/// A request, and who waits for the answer.
pub(crate) struct Submission {
    pub(crate) request: Request,
    pub(crate) reply: Reply,
}

pub(crate) struct Sequencer {
    store: Box<dyn LedgerStore>,
    reader: Box<dyn LedgerReader>,
    randomness: Arc<dyn Randomness>,
    rules: Arc<dyn Rules + Send + Sync>,
    signer: Arc<dyn Signer + Send + Sync>,
    shared: Arc<Shared>,
    state: State,
    head: Option<Head>,
    edge: Arc<TileEdge>,
    frontier: Frontier,
    guard: Guard,
    refused: RefusedLimit,
    recency: Recency,
    /// When idempotency keys were forgotten last.
    forgot: Option<i64>,
    /// Whether the store has to be read again before anything is decided.
    doubtful: bool,
}

impl Sequencer {
    pub(crate) fn new(
        parts: Parts,
        standing: Standing,
        shared: Arc<Shared>,
    ) -> Result<Self, EngineError> {
        Ok(Self {
            reader: parts.store.reader()?,
            store: parts.store,
            randomness: parts.randomness,
            rules: parts.rules,
            signer: parts.signer,
            shared,
            state: standing.state,
            head: standing.head,
            frontier: standing.edge.frontier(),
            edge: standing.edge,
            guard: Guard::new(),
            refused: RefusedLimit::default(),
            recency: Recency::default(),
            forgot: None,
            doubtful: false,
        })
    }

    /// Works until nobody can submit any more.
    pub(crate) fn run(mut self, submissions: &Receiver<Submission>) {
        while let Ok(first) = submissions.recv() {
            let mut batch = vec![first];
            batch.extend(submissions.try_iter().take(BATCH - 1));
            self.batch(batch);
        }
    }

    /// Decides, makes durable, publishes, answers.
    fn batch(&mut self, submissions: Vec<Submission>) {
        if let Err(error) = self.ready() {
            submissions
                .into_iter()
                .for_each(|one| (one.reply)(Err(error.clone())));
            return;
        }
        let mut draft = Draft::new(self.state.clone(), self.head.as_ref());
        let mut pending = Vec::with_capacity(submissions.len());
        for submission in submissions {
            pending.push((
                submission.reply,
                self.answer(&mut draft, submission.request),
            ));
        }
        let sealed = self.commit(draft);
        for (reply, answer) in pending {
            let sealed = sealed.as_ref().map_err(Clone::clone);
            reply(answer.and_then(|answer| Ok(answer.complete(sealed?, &self.shared))));
        }
        self.forget_keys();
    }

    fn size(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.size)
    }
}
