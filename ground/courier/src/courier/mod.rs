//! The agent's side: what the server has to be told, until it has kept it.
//!
//! The caller keeps on disk what must outlast the process: each work that it accepted, its output, how it ended. After
//! a start it says so again ([`Courier::restore`], [`Courier::log_grew`], [`Courier::ended`]); after a disconnect nothing need be
//! said, for the courier goes on where the server's records end. Output is read from the caller's files when it can be sent
//! ([`Source`]), so memory does not grow with it.

mod backoff;
mod event;
mod file;
mod heard;
mod say;
mod send;
mod session;
mod task;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;

use self::file::Files;
use self::session::State;
use self::task::Task;
use crate::frame::{Decoder, Mode, Stage};
use crate::link::{Millis, Out, Protocol};
use crate::{AgentId, Digest};

pub use backoff::Backoff;
pub use event::Event;
pub use say::TooLong;
pub use session::Transport;

/// Who an agent is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub agent: AgentId,
    /// Program and version, for people.
    pub program: String,
    /// The boot of the host.
    pub boot: String,
    /// How often it was started: kept on disk, and higher with every start.
    pub incarnation: u64,
    /// The newest epoch that it has heard, kept on disk; 0 at first. It turns away from an older server.
    pub epoch: u64,
    /// What it speaks.
    pub protocol: Protocol,
}

impl Identity {
    /// An agent that speaks what this crate does.
    #[must_use]
    pub fn new(agent: AgentId, incarnation: u64, epoch: u64) -> Self {
        Self {
            agent,
            program: String::new(),
            boot: String::new(),
            incarnation,
            epoch,
            protocol: Protocol::default(),
        }
    }
}

/// What an agent offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Whether it takes work.
    pub mode: Mode,
    /// What it can be chosen by.
    pub labels: BTreeSet<String>,
    /// Slots of work that it takes at the same time.
    pub capacity: u32,
}

/// Where bytes are read from that are to be sent. Both are called when there is room for them, and should not wait.
pub trait Source {
    /// At most that many bytes of the output of work, from an offset on; fewer only at its end.
    ///
    /// # Errors
    /// When it cannot be read: the server is told, and gets no more of it.
    fn log(&mut self, key: u64, offset: u64, most: usize) -> io::Result<Vec<u8>>;

    /// At most that many bytes of a file, from an offset on; fewer only at its end.
    ///
    /// # Errors
    /// When it cannot be read: the server is told.
    fn file(&mut self, digest: Digest, offset: u64, most: usize) -> io::Result<Vec<u8>>;
}

/// What an agent has to tell and to hear. Without clock, socket and file: moments and random bits are passed in, bytes are passed
/// in and out, and what happened is asked for ([`Courier::event`]).
#[derive(Debug)]
pub struct Courier {
    identity: Identity,
    profile: Profile,
    state: State,
    /// Connections since it was started.
    connects: u64,
    backoff: Backoff,
    transport: Transport,
    decoder: Decoder,
    out: Out,
    heard: Millis,
    ping_ms: Millis,
    lost_ms: Millis,
    tasks: BTreeMap<u64, Task>,
    /// Whose output is sent next.
    next: u64,
    files: Files,
    observed: Option<Vec<u8>>,
    observed_said: bool,
    events: VecDeque<Event>,
}

impl Courier {
    /// One that has nothing to tell yet, and connects as soon as it can.
    #[must_use]
    pub fn new(identity: Identity, profile: Profile) -> Self {
        Self {
            identity,
            profile,
            state: State::Away { again: 0 },
            connects: 0,
            backoff: Backoff::default(),
            transport: Transport::Stream,
            decoder: Decoder::default(),
            out: Out::default(),
            heard: 0,
            ping_ms: 3_000,
            lost_ms: 9_000,
            tasks: BTreeMap::new(),
            next: 0,
            files: Files::default(),
            observed: None,
            observed_said: false,
            events: VecDeque::new(),
        }
    }

    /// Work that was accepted before this start.
    pub fn restore(&mut self, key: u64, epoch: u64, slots: u32, started: bool) {
        let stage = if started {
            Stage::Started
        } else {
            Stage::Accepted
        };
        self.tasks.insert(key, Task::new(epoch, slots, stage));
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

    /// Whether the server has let it in.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live)
    }

    /// Work that it has, with how far it is.
    pub fn tasks(&self) -> impl Iterator<Item = (u64, Stage)> {
        self.tasks.iter().map(|(key, task)| (*key, task.stage))
    }

    fn tell(&mut self, event: Event) {
        self.events.push_back(event);
    }
}
