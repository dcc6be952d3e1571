//! Several servers on one ledger: one decides, the others follow it and pass commands on.
//!
//! `watch` looks who sits, follows them, and sits down when nobody does; `follow` folds what is new; `newest` finds what was
//! signed before, here or elsewhere; `pass` takes commands to whoever decides, as `wire` says, and makes answers of what comes
//! back; `known` is what the threads know.

mod follow;
mod known;
mod newest;
mod pass;
mod watch;
mod wire;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use holdpoint_ledger::Hash;
use holdpoint_ports::{Peers, Randomness, SharedLedger, WitnessedStore};
use holdpoint_traces::within;

use crate::desk::{Desk, Tools, spawn};
use crate::request::{Answer, Request};
use crate::sequencer::Submission;
use crate::shared::Shared;
use crate::{Engine, EngineError};
use known::Known;
use pass::{Passer, Queue, Waiting};
use watch::Watch;

pub use known::FleetState;

/// Threads that pass commands on: each waits for one answer at a time.
const PASSERS: usize = 6;

/// What an engine is joined to others with.
pub struct Fleet {
    /// The ledger that all have.
    pub ledger: Box<dyn SharedLedger>,
    /// How the others are talked to.
    pub peers: Arc<dyn Peers>,
    /// Where the newest checkpoint is kept that was signed here or seen, on a disk of this server's own.
    pub signed: Arc<dyn WitnessedStore>,
    /// Who hears what becomes of who decides.
    pub told: Arc<dyn Fn(&Turn) + Send + Sync>,
}

/// What becomes of who decides, as one server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// This one decides from now on.
    Decides {
        /// How long it took since it sat down.
        took: Duration,
    },
    /// This one does not any more.
    Cedes,
    /// This one sat down, and could not begin: others may.
    Fails {
        /// Why not.
        reason: String,
    },
}

/// The threads that make an engine one of several.
pub(crate) struct Crew {
    known: Arc<Known>,
    queue: Arc<Queue>,
    randomness: Arc<dyn Randomness>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Crew {
    pub(crate) fn start(
        fleet: Fleet,
        tools: Tools,
        shared: &Arc<Shared>,
        desk: &Arc<Desk>,
    ) -> Result<Self, EngineError> {
        let (known, queue) = (Arc::new(Known::default()), Arc::new(Queue::default()));
        let randomness = Arc::clone(&tools.randomness);
        let passer = Passer {
            shared: Arc::clone(shared),
            desk: Arc::clone(desk),
            known: Arc::clone(&known),
            queue: Arc::clone(&queue),
            peers: Arc::clone(&fleet.peers),
        };
        let watch = Watch::new(fleet, tools, shared, desk, &known)?;
        let mut handles = vec![spawn("watch", move || watch.run())?];
        for _ in 0..PASSERS {
            let passer = passer.clone();
            handles.push(spawn("pass", move || passer.run())?);
        }
        Ok(Self {
            known,
            queue,
            randomness,
            handles: Mutex::new(handles),
        })
    }

    /// Takes commands on their way to whoever decides.
    pub(crate) fn pass(&self, submissions: Vec<Submission>) {
        for mut submission in submissions {
            let own = submission.request.key.is_none();
            if own {
                // What is passed on may have to be passed on again.
                self.name(&mut submission.request);
            }
            self.queue.push(Waiting::new(submission, own));
        }
    }

    /// The same commands: those with a key are passed on if this engine stops to decide before they are.
    pub(crate) fn insisting(&self, submissions: Vec<Submission>) -> Vec<Submission> {
        let insist = |submission: Submission| match &submission.request.key {
            Some(_) => self.insist(submission),
            None => submission,
        };
        submissions.into_iter().map(insist).collect()
    }

    fn insist(&self, submission: Submission) -> Submission {
        let waiting = Waiting::new(submission, false);
        waiting.insisting(&self.queue).into_submission()
    }

    fn name(&self, request: &mut Request) {
        let mut bits = [0; 16];
        self.randomness.fill(&mut bits);
        request.key = Some(format!("passed-{:032x}", u128::from_be_bytes(bits)));
        request.body = Hash::of(&serde_json::to_vec(&request.command).unwrap_or_default());
    }

    pub(crate) fn ready(&self) -> Result<(), EngineError> {
        self.known.ready()
    }

    /// Ends the threads; who still waits hears that it is closed.
    pub(crate) fn stop(&self) {
        self.known.stop();
        self.queue.close();
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        let own = std::thread::current().id();
        // A reply may hold the last handle of an engine: no thread can wait for itself.
        for handle in handles.drain(..).filter(|one| one.thread().id() != own) {
            let _ = handle.join();
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Engine {
    /// How often this engine has begun to decide, if it decides now: duties that only one may have are its own. An engine
    /// that has its ledger for itself has begun once.
    #[must_use]
    pub fn decides(&self) -> Option<u64> {
        match &self.crew {
            None => Some(1),
            Some(crew) => self.desk.is_open().then(|| crew.known.sat()),
        }
    }

    /// How it stands between several servers; none if the ledger is this engine's alone.
    #[must_use]
    pub fn fleet(&self) -> Option<FleetState> {
        let crew = self.crew.as_ref()?;
        let size = self.published().size();
        Some(crew.known.state(size, self.desk.is_open()))
    }

    /// Which revision of the vault is known: names that were looked up before another one may be others by now.
    #[must_use]
    pub fn names_revision(&self) -> u64 {
        self.crew.as_ref().map_or(0, |crew| crew.known.revision())
    }

    /// Decides what another server has passed on; waits for all of it.
    ///
    /// # Errors
    /// When it is not what another server would pass on.
    pub fn take(&self, requests: &[u8]) -> Result<Vec<u8>, EngineError> {
        let requests = wire::requests(requests)?;
        let decides = self.desk.is_open();
        let replies: Vec<wire::Reply> = match decides {
            true => {
                let answers = self.decide_here(requests);
                let size = self.published().size();
                let reply = |answer| wire::Reply::of(answer, size);
                answers.into_iter().map(reply).collect()
            }
            false => requests.iter().map(|_| wire::Reply::Again).collect(),
        };
        wire::written(&replies)
    }

    /// As [`Engine::submit_all`], but never passed on once more.
    fn decide_here(&self, requests: Vec<wire::Traced>) -> Vec<Result<Answer, EngineError>> {
        let (sender, receiver) = std::sync::mpsc::channel();
        let count = requests.len();
        let submissions = requests
            .into_iter()
            .enumerate()
            .map(|(at, (request, trace))| {
                let sender = sender.clone();
                let reply = move |answer| {
                    let _ = sender.send((at, answer));
                };
                within(trace, || Submission::new(request, reply))
            });
        // Who is not taken is answered by the end of the channel.
        drop(self.desk.send(submissions.collect()));
        drop(sender);
        let mut answers: Vec<_> = (0..count).map(|_| Err(EngineError::Closed)).collect();
        for (at, answer) in receiver {
            if let Some(place) = answers.get_mut::<usize>(at) {
                *place = answer;
            }
        }
        answers
    }
}
