//! A server and agents that nothing comes between.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use holdpoint_courier::courier::{Courier, Event as Heard, Identity, Profile, Source};
use holdpoint_courier::dispatcher::{Dispatcher, Event, Options, SessionId, Work};
use holdpoint_courier::frame::Mode;
use holdpoint_courier::{AgentId, Digest, Output};

pub(crate) fn labels(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn work(key: u64, names: &[&str], slots: u32) -> Work {
    Work {
        key,
        epoch: 1,
        labels: labels(names),
        slots,
        confirm: false,
        payload: format!("work {key}").into_bytes(),
    }
}

pub(crate) fn profile(names: &[&str], capacity: u32) -> Profile {
    Profile {
        mode: Mode::Execute,
        labels: labels(names),
        capacity,
    }
}

/// Files in memory.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) logs: BTreeMap<u64, Vec<u8>>,
    pub(crate) files: BTreeMap<Digest, Vec<u8>>,
}

fn piece(bytes: Option<&Vec<u8>>, offset: u64, most: usize) -> io::Result<Vec<u8>> {
    let bytes = bytes.ok_or(io::ErrorKind::NotFound)?;
    let offset = usize::try_from(offset).unwrap().min(bytes.len());
    Ok(bytes[offset..bytes.len().min(offset + most)].to_vec())
}

impl Source for Shelf {
    fn log(&mut self, key: u64, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        piece(self.logs.get(&key), offset, most)
    }

    fn file(&mut self, digest: Digest, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        piece(self.files.get(&digest), offset, most)
    }
}

pub(crate) struct Desk {
    pub(crate) courier: Courier,
    pub(crate) shelf: Shelf,
    pub(crate) session: Option<SessionId>,
    pub(crate) heard: Vec<Heard>,
}

pub(crate) struct Office {
    pub(crate) now: u64,
    pub(crate) core: Dispatcher,
    pub(crate) desks: BTreeMap<String, Desk>,
    pub(crate) events: Vec<Event>,
    /// Bytes of output that are kept, by work.
    pub(crate) logs: BTreeMap<u64, u64>,
    /// Whether agents accept what they are offered.
    pub(crate) accepts: bool,
    /// Whether the server keeps ends at once.
    pub(crate) keeps: bool,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self {
            now: 0,
            core: Dispatcher::new(Options::new(1)),
            desks: BTreeMap::new(),
            events: Vec::new(),
            logs: BTreeMap::new(),
            accepts: true,
            keeps: true,
        }
    }

    /// An agent starts and connects.
    pub(crate) fn agent(&mut self, name: &str, profile: Profile) {
        let courier = Courier::new(Identity::new(AgentId::new(name), 1, 0), profile);
        let desk = Desk {
            courier,
            shelf: Shelf::default(),
            session: None,
            heard: Vec::new(),
        };
        self.desks.insert(name.to_owned(), desk);
        self.connect(name);
        self.run();
    }

    pub(crate) fn desk(&mut self, name: &str) -> &mut Desk {
        self.desks.get_mut(name).unwrap()
    }

    pub(crate) fn connect(&mut self, name: &str) {
        let session = self.core.connect(None, self.now);
        let now = self.now;
        let desk = self.desk(name);
        desk.courier.connected(now);
        desk.session = Some(session);
    }

    /// Both ends know that the connection is cut; what waited is not written.
    pub(crate) fn cut(&mut self, name: &str) {
        let now = self.now;
        let desk = self.desk(name);
        desk.courier.disconnected(now, 7);
        if let Some(session) = desk.session.take() {
            self.core.disconnected(session, now);
        }
    }

    /// Everything is said and done, until nobody has anything to say.
    pub(crate) fn run(&mut self) {
        while self.pass() {}
    }

    /// What is said is carried over once. Whether anything was.
    pub(crate) fn pass(&mut self) -> bool {
        let mut some = false;
        let names: Vec<String> = self.desks.keys().cloned().collect();
        for name in names {
            some |= self.up(&name) | self.down(&name);
            while let Some(event) = self.desk(&name).courier.event() {
                self.attend(&name, event);
            }
        }
        while let Some(event) = self.core.event() {
            self.serve(event);
        }
        while self.core.woken().is_some() {}
        some
    }

    fn up(&mut self, name: &str) -> bool {
        let desk = self.desks.get_mut(name).unwrap();
        let Some(session) = desk.session else {
            return false;
        };
        match desk.courier.output(30_000, &mut desk.shelf) {
            Output::Bytes(bytes) => self.core.received(session, &bytes, self.now),
            Output::Nothing | Output::Closed => false,
        }
    }

    fn down(&mut self, name: &str) -> bool {
        let desk = self.desks.get_mut(name).unwrap();
        let Some(session) = desk.session else {
            return false;
        };
        match self.core.output(session, 30_000) {
            Output::Bytes(bytes) => {
                desk.courier.received(&bytes, self.now);
                true
            }
            Output::Nothing | Output::Closed => false,
        }
    }

    fn attend(&mut self, name: &str, event: Heard) {
        let accepts = self.accepts;
        let desk = self.desk(name);
        match &event {
            Heard::Offer { key, .. } if accepts => desk.courier.started(*key),
            Heard::Settled { key } => desk.courier.discarded(*key),
            _ => {}
        }
        desk.heard.push(event);
    }

    fn serve(&mut self, event: Event) {
        match &event {
            Event::Hello { session, .. } => {
                self.core.welcome(*session, &self.logs, self.now);
            }
            Event::Ended { key, .. } if self.keeps => self.core.ended_kept(*key),
            _ => {}
        }
        self.events.push(event);
    }

    /// Events of the server since the last call, but for greetings.
    pub(crate) fn said(&mut self) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.events);
        events.retain(|event| !matches!(event, Event::Hello { .. } | Event::Connected { .. }));
        events
    }

    /// Where the work is.
    pub(crate) fn whose(&self, key: u64) -> Option<&str> {
        self.core.whose(key).map(AgentId::as_str)
    }

    pub(crate) fn end(&mut self, name: &str, key: u64) {
        self.desk(name).courier.ended(key, b"0".to_vec()).unwrap();
        self.run();
    }

    /// Time passes, in which both sides look at the clock every 100 ms.
    pub(crate) fn wait(&mut self, ms: u64) {
        let end = self.now + ms;
        while self.now < end {
            self.now += 100;
            self.core.tick(self.now);
            self.run();
        }
    }
}
