//! Work, and how far it is.

use std::collections::BTreeSet;

use super::SessionId;
use crate::AgentId;
use crate::frame::Ended;

/// What an agent is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What it is called, for ever.
    pub key: u64,
    /// Who hands it out.
    pub epoch: u64,
    /// Labels that the agent must have.
    pub labels: BTreeSet<String>,
    /// Room that it takes; at least 1.
    pub slots: u32,
    /// Whether the agent is told only after [`super::Dispatcher::confirm`]: for a server that writes down first who was
    /// chosen, so that nobody else is after a crash.
    pub confirm: bool,
    /// What is to be done.
    pub payload: Vec<u8>,
}

impl Work {
    /// With some room.
    pub(super) fn normal(self) -> Self {
        let slots = self.slots.max(1);
        Self { slots, ..self }
    }
}

#[derive(Debug)]
pub(super) struct Job {
    pub(super) work: Work,
    pub(super) phase: Phase,
    /// Who has it, from [`Phase::Placed`] on.
    pub(super) agent: Option<AgentId>,
    /// Its turn among those that wait.
    pub(super) turn: u64,
    /// Who will not have it.
    pub(super) declined: BTreeSet<AgentId>,
    /// How often younger work was placed before it.
    pub(super) overtaken: u32,
    /// Who takes nothing else until it has room for this.
    pub(super) held: Option<AgentId>,
    /// Whether it is known from an agent alone.
    pub(super) found: bool,
    /// Whether it was said to its agent, in whatever session.
    pub(super) told: bool,
    /// In which session, and from which byte on, it was said for the first time.
    pub(super) offered: Option<(SessionId, u64)>,
    /// Whether it is to end, and by force.
    pub(super) stop: Option<bool>,
    pub(super) revoke: bool,
    pub(super) look_up: bool,
    /// Bytes of output that came, and that are kept.
    pub(super) came: u64,
    pub(super) kept: u64,
    /// Whether output is to be sent again, and has not come.
    pub(super) again: bool,
    pub(super) ended: Option<Ended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// No agent is chosen.
    Waiting,
    /// One is, and not told.
    Placed,
    /// It is told, or was once.
    Offered,
    Accepted,
    Started,
    /// It has ended; not all output is kept.
    Ended,
    /// The server was told.
    Told,
    /// The server has kept it.
    Settled,
}

impl Job {
    pub(super) fn new(work: Work, phase: Phase, agent: Option<AgentId>, turn: u64) -> Self {
        Self {
            work,
            phase,
            agent,
            turn,
            declined: BTreeSet::new(),
            overtaken: 0,
            held: None,
            found: false,
            told: false,
            offered: None,
            stop: None,
            revoke: false,
            look_up: false,
            came: 0,
            kept: 0,
            again: false,
            ended: None,
        }
    }

    pub(super) fn is_at(&self, agent: &AgentId) -> bool {
        self.agent.as_ref() == Some(agent)
    }

    /// Whether an agent may have heard of it.
    pub(super) fn may_run(&self) -> bool {
        self.phase >= Phase::Offered
    }

    /// Whether nobody has heard of it, when that many bytes of a session were written.
    pub(super) fn is_unsent(&self, id: SessionId, taken: u64) -> bool {
        match self.phase {
            Phase::Placed => true,
            Phase::Offered => {
                matches!(self.offered, Some((said, from)) if said == id && taken <= from)
            }
            _ => false,
        }
    }

    /// Whether it takes room at its agent.
    pub(super) fn takes_room(&self) -> bool {
        (Phase::Placed..Phase::Ended).contains(&self.phase)
    }
}
