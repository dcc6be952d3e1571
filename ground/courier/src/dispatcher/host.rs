//! An agent, connected or not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::SessionId;
use crate::AgentId;
use crate::frame::{Hello, Mode};
use crate::link::Millis;

/// Who is chosen first: whoever has the most room, and among them who was chosen longest ago.
pub(super) type Rank = (Reverse<u32>, u64, AgentId);

#[derive(Debug)]
pub(super) struct Host {
    pub(super) session: Option<SessionId>,
    /// Whether it has answered in its session.
    pub(super) live: bool,
    /// Incarnation and connection of its newest session.
    pub(super) number: (u64, u64),
    pub(super) mode: Mode,
    pub(super) labels: BTreeSet<String>,
    pub(super) capacity: u32,
    /// Work that it has, of whatever phase.
    pub(super) keys: BTreeSet<u64>,
    /// The room that work takes.
    load: BTreeMap<u64, u32>,
    used: u32,
    /// Where it stands in the index.
    pub(super) rank: Option<Rank>,
    pub(super) turn: u64,
    /// The work for which it takes nothing else.
    pub(super) held: Option<u64>,
    /// Work that it would not have, and whether for want of room.
    pub(super) declined: BTreeMap<u64, bool>,
    /// New credentials that it has not answered.
    pub(super) rotate: Option<Vec<u8>>,
    /// When it is lost.
    pub(super) away: Option<Millis>,
}

impl Host {
    pub(super) fn new() -> Self {
        Self {
            session: None,
            live: false,
            number: (0, 0),
            mode: Mode::Observe,
            labels: BTreeSet::new(),
            capacity: 0,
            keys: BTreeSet::new(),
            load: BTreeMap::new(),
            used: 0,
            rank: None,
            turn: 0,
            held: None,
            declined: BTreeMap::new(),
            rotate: None,
            away: None,
        }
    }

    pub(super) fn learn(&mut self, hello: &Hello) {
        self.mode = hello.mode;
        self.labels.clone_from(&hello.labels);
        self.capacity = hello.capacity;
    }

    pub(super) fn take(&mut self, key: u64, slots: u32) {
        self.drop_load(key);
        self.load.insert(key, slots);
        self.used = self.used.saturating_add(slots);
    }

    /// Work takes no room any more.
    pub(super) fn drop_load(&mut self, key: u64) {
        if let Some(slots) = self.load.remove(&key) {
            self.used = self.used.saturating_sub(slots);
        }
    }

    pub(super) fn clear_load(&mut self) {
        self.load.clear();
        self.used = 0;
    }

    pub(super) fn free(&self) -> u32 {
        self.capacity.saturating_sub(self.used)
    }

    /// Whether it takes work, now or when it has room.
    pub(super) fn takes_work(&self) -> bool {
        self.live && self.mode == Mode::Execute
    }

    /// Where it should stand in the index.
    pub(super) fn ranked(&self, agent: &AgentId) -> Option<Rank> {
        let takes = self.takes_work() && self.held.is_none() && self.free() > 0;
        takes.then(|| (Reverse(self.free()), self.turn, agent.clone()))
    }
}
