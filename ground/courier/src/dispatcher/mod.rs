//! The server's side: sessions of agents, and the work that is theirs.
//!
//! | a work is | until |
//! |---|---|
//! | waiting | an agent with its labels has room |
//! | placed | the server confirms whom it has written down (if it wants to) |
//! | offered | the agent answers; it is offered to the same agent again after every disconnect |
//! | accepted, started | it ends |
//! | ended | all its output is kept; then the server is told, once |
//! | settled | the agent has heard that the end is kept; then it is forgotten |
//!
//! Whoever may have heard of work keeps it, however long it is away: only the server can give it up
//! ([`Dispatcher::forget`]), or the agent decline it.

mod act;
mod clock;
mod connect;
mod event;
mod file;
mod greet;
mod host;
mod index;
mod job;
mod log;
mod place;
mod room;
mod session;
mod told;
mod waiting;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use self::host::Host;
use self::index::Index;
use self::job::Job;
use self::session::{Session, Stage};
use self::waiting::Waiting;
use crate::AgentId;
use crate::frame::Frame;
use crate::link::{Millis, Protocol};

pub use act::Ending;
pub use event::Event;
pub use job::Work;
pub use place::{OfferError, Placing};
pub use session::SessionId;

/// How a dispatcher works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What it speaks.
    pub protocol: Protocol,
    /// Who it is in charge as: higher with every start.
    pub epoch: u64,
    /// Milliseconds between two questions whether an agent is there: 3 s.
    pub ping_ms: Millis,
    /// Milliseconds of silence after which an agent is lost: 9 s.
    pub lost_ms: Millis,
}

impl Options {
    /// The usual, for an epoch.
    #[must_use]
    pub fn new(epoch: u64) -> Self {
        Self {
            protocol: Protocol::default(),
            epoch,
            ping_ms: 3_000,
            lost_ms: 9_000,
        }
    }
}

/// Who is connected, and what is whose. Without clock, socket and file: moments are passed in, bytes are passed in and out, and
/// what happened is asked for ([`Dispatcher::event`]).
#[derive(Debug)]
pub struct Dispatcher {
    options: Options,
    sessions: HashMap<SessionId, Session>,
    hosts: BTreeMap<AgentId, Host>,
    jobs: HashMap<u64, Job>,
    waiting: Waiting,
    index: Index,
    /// When a session is looked at.
    due: BTreeSet<(Millis, SessionId)>,
    /// When an agent that is away is lost.
    away: BTreeSet<(Millis, AgentId)>,
    events: VecDeque<Event>,
    woken: BTreeSet<SessionId>,
    next_session: u64,
    next_turn: u64,
}

/// An agent as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Whether it is connected and welcomed.
    pub connected: bool,
    /// Slots that it has.
    pub capacity: u32,
    /// Slots that are free.
    pub free: u32,
    /// What it can be chosen by.
    pub labels: BTreeSet<String>,
    /// Work that it has.
    pub keys: BTreeSet<u64>,
}

impl Dispatcher {
    /// One that knows nobody yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            sessions: HashMap::new(),
            hosts: BTreeMap::new(),
            jobs: HashMap::new(),
            waiting: Waiting::default(),
            index: Index::default(),
            due: BTreeSet::new(),
            away: BTreeSet::new(),
            events: VecDeque::new(),
            woken: BTreeSet::new(),
            next_session: 0,
            next_turn: 0,
        }
    }

    /// Who it is in charge as.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.options.epoch
    }

    /// The next thing that happened.
    pub fn event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Whether something happened.
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// A session that has something to write, or is to be closed, since it was named last. To be asked after every call.
    pub fn woken(&mut self) -> Option<SessionId> {
        self.woken.pop_first()
    }

    /// Every agent that is known.
    pub fn agents(&self) -> impl Iterator<Item = (&AgentId, Presence)> {
        self.hosts.iter().map(|(agent, host)| {
            let presence = Presence {
                connected: host.live,
                capacity: host.capacity,
                free: host.free(),
                labels: host.labels.clone(),
                keys: host.keys.clone(),
            };
            (agent, presence)
        })
    }

    /// Who has the work, if an agent was chosen.
    #[must_use]
    pub fn whose(&self, key: u64) -> Option<&AgentId> {
        self.jobs.get(&key)?.agent.as_ref()
    }

    /// Whether the session is known: it may be one that writes its last words.
    #[must_use]
    pub fn has(&self, id: SessionId) -> bool {
        self.sessions.contains_key(&id)
    }

    fn tell(&mut self, event: Event) {
        self.events.push_back(event);
    }

    fn say(&mut self, id: SessionId, frame: impl Into<Frame>) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.out.push(&frame.into());
            self.woken.insert(id);
        }
    }

    /// Says something to an agent, if it is there.
    fn say_to(&mut self, agent: &AgentId, frame: impl Into<Frame>) {
        if let Some(id) = self.live_session(agent) {
            self.say(id, frame);
        }
    }

    fn live_session(&self, agent: &AgentId) -> Option<SessionId> {
        self.hosts
            .get(agent)
            .filter(|host| host.live)
            .and_then(|host| host.session)
    }

    /// The job, if that agent has it.
    fn job_at(&mut self, key: u64, agent: &AgentId) -> Option<&mut Job> {
        self.jobs.get_mut(&key).filter(|job| job.is_at(agent))
    }

    fn turn(&mut self) -> u64 {
        self.next_turn += 1;
        self.next_turn
    }

    fn is_live(&self, id: SessionId) -> bool {
        let session = self.sessions.get(&id);
        session.is_some_and(|session| matches!(session.stage, Stage::Live(_)))
    }
}
