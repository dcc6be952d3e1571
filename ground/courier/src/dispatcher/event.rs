//! What the server is told.

use super::SessionId;
use crate::frame::{Hello, Reason, Stage};
use crate::{AgentId, Digest};

/// Something that happened, in the order in which it did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// An agent wants to be let in. Answer with [`super::Dispatcher::welcome`] or [`super::Dispatcher::refuse`].
    Hello {
        /// Its session.
        session: SessionId,
        /// Who it is and what it has.
        hello: Box<Hello>,
    },
    /// An agent that was let in has answered: it can be chosen.
    Connected {
        /// Which.
        agent: AgentId,
    },
    /// The connection of an agent ended. Its work goes on.
    Away {
        /// Whose.
        agent: AgentId,
    },
    /// An agent was not heard for too long. Its work may go on.
    Lost {
        /// Which.
        agent: AgentId,
        /// Work that it has.
        keys: Vec<u64>,
    },
    /// An agent says that it ends, and why.
    Left {
        /// Which.
        agent: AgentId,
        /// What it says.
        text: String,
    },
    /// An agent was chosen. If the work is to be confirmed, it is told after [`super::Dispatcher::confirm`].
    Placed {
        /// The work.
        key: u64,
        /// Who was chosen.
        agent: AgentId,
    },
    /// The agent has the work written down.
    Accepted {
        /// The work.
        key: u64,
        /// Who has it.
        agent: AgentId,
    },
    /// The agent will not begin it. Another one is looked for; [`super::Dispatcher::retry`] asks this one again, too. If it had no room it is asked
    /// when something has ended there.
    Declined {
        /// The work.
        key: u64,
        /// Who declined.
        agent: AgentId,
        /// Why.
        reason: Reason,
        /// Why, for people.
        text: String,
    },
    /// The work was to be stopped, or revoked, and never begins. It is forgotten.
    Revoked {
        /// The work.
        key: u64,
        /// Who will not begin it.
        agent: AgentId,
    },
    /// The work has begun.
    Started {
        /// The work.
        key: u64,
        /// Where.
        agent: AgentId,
    },
    /// Output. Keep it, then call [`super::Dispatcher::log_kept`] or [`super::Dispatcher::log_again`].
    Log {
        /// Of which work.
        key: u64,
        /// Where its first byte stands.
        offset: u64,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The answer to a question.
    Status {
        /// About which work.
        key: u64,
        /// Who answers.
        agent: AgentId,
        /// How it stands.
        payload: Vec<u8>,
    },
    /// The work has ended, and all its output is kept. Said once. Keep it, then call [`super::Dispatcher::ended_kept`].
    Ended {
        /// The work.
        key: u64,
        /// Where it ran.
        agent: AgentId,
        /// Why output is missing, if some is.
        unread: Option<String>,
        /// How it ended.
        payload: Vec<u8>,
    },
    /// An agent has work that this server did not offer: an earlier one did. [`super::Dispatcher::offer`] takes it over.
    Found {
        /// The work.
        key: u64,
        /// Who has it.
        agent: AgentId,
        /// How far it is.
        stage: Stage,
    },
    /// An agent had accepted the work and knows nothing of it any more: its records are lost.
    Forgotten {
        /// The work.
        key: u64,
        /// Who had it.
        agent: AgentId,
    },
    /// An agent has work that another one was given, or that was forgotten here.
    Stray {
        /// The work.
        key: u64,
        /// Who has it.
        agent: AgentId,
        /// How it ended there, if it did. It does not count.
        ended: Option<Vec<u8>>,
    },
    /// What an agent sees on its host.
    Observed {
        /// Who sees it.
        agent: AgentId,
        /// What.
        payload: Vec<u8>,
    },
    /// An agent has replaced its credentials.
    Rotated {
        /// Which.
        agent: AgentId,
        /// What it answers.
        payload: Vec<u8>,
    },
    /// An agent has a file for the server. Answer with [`super::Dispatcher::file_kept`]: with what is kept of it.
    Have {
        /// Whose.
        agent: AgentId,
        /// Which.
        digest: Digest,
        /// Its bytes.
        size: u64,
    },
    /// A piece of such a file. Keep it, then call [`super::Dispatcher::file_kept`].
    File {
        /// Whose.
        agent: AgentId,
        /// Which.
        digest: Digest,
        /// Where its first byte stands.
        offset: u64,
        /// Bytes of the whole.
        size: u64,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// An agent wants bytes of a file. Answer with [`super::Dispatcher::send_file`] or [`super::Dispatcher::no_file`].
    Wanted {
        /// Who.
        agent: AgentId,
        /// Its session: bytes for an earlier one are not sent.
        session: SessionId,
        /// Of which file.
        digest: Digest,
        /// From where on.
        offset: u64,
        /// How many at most.
        most: u64,
    },
}
