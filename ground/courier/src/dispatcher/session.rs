//! One connection of an agent, as the server sees it.

use std::collections::BTreeMap;

use crate::files::{Incoming, Outgoing};
use crate::frame::{Decoder, Hello};
use crate::link::{Millis, Out};
use crate::{AgentId, Digest};

/// A connection, as long as the dispatcher lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub(crate) u64);

#[derive(Debug)]
pub(super) struct Session {
    /// Who it must be, if that is known.
    pub(super) expected: Option<AgentId>,
    pub(super) stage: Stage,
    pub(super) decoder: Decoder,
    pub(super) out: Out,
    pub(super) heard: Millis,
    /// When it is looked at.
    pub(super) due: Millis,
    /// Questions whether it is there.
    pub(super) pings: u64,
    pub(super) uploads: BTreeMap<Digest, Incoming>,
    pub(super) downloads: BTreeMap<Digest, Outgoing>,
}

#[derive(Debug)]
pub(super) enum Stage {
    /// Nothing was said.
    New,
    /// Waits for its welcome.
    Greeted(Box<Hello>),
    /// Is let in, with so many bytes of output, and has not shown that it is there: a greeting may be one that the network has
    /// kept for long.
    Welcomed(Box<Hello>, BTreeMap<u64, u64>),
    Live(AgentId),
    /// The last was said.
    Closing,
}

impl Session {
    pub(super) fn new(expected: Option<AgentId>, now: Millis) -> Self {
        Self {
            expected,
            stage: Stage::New,
            decoder: Decoder::default(),
            out: Out::default(),
            heard: now,
            due: now,
            pings: 0,
            uploads: BTreeMap::new(),
            downloads: BTreeMap::new(),
        }
    }

    pub(super) fn agent(&self) -> Option<&AgentId> {
        match &self.stage {
            Stage::Greeted(hello) | Stage::Welcomed(hello, _) => Some(&hello.agent),
            Stage::Live(agent) => Some(agent),
            Stage::New | Stage::Closing => None,
        }
    }

    pub(super) fn is_closing(&self) -> bool {
        matches!(self.stage, Stage::Closing)
    }
}
