//! The frames after the greeting, each with its head and, in a skipped field, its body.

use serde::{Deserialize, Serialize};

use super::Body;
use crate::Digest;

macro_rules! bodies {
    ($($name:ident $field:ident),+ $(,)?) => {
        $(impl Body for $name {
            fn body(&self) -> &[u8] {
                &self.$field
            }

            fn take_body(&mut self, body: &[u8]) {
                self.$field = body.to_vec();
            }
        })+
    };
}

macro_rules! no_bodies {
    ($($name:ident),+ $(,)?) => {
        $(impl Body for $name {})+
    };
}

bodies! {
    Offer payload, Status payload, Ended payload, Log bytes, Artifact bytes, Observed payload, Rotate payload,
}
no_bodies! {
    Accept, Decline, Discarded, Stop, Revoke, LookUp, Started, EndedAck, LogAck, Have, Want, Missing, Ping, Pong, Goodbye,
}

/// Work for an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What it is called, for ever. The same key is the same work.
    pub key: u64,
    /// Who hands it out; an agent refuses whoever is older than somebody it has heard.
    pub epoch: u64,
    /// Room that it takes of the agent's capacity.
    #[serde(default)]
    pub slots: u32,
    /// What is to be done.
    #[serde(skip)]
    pub payload: Vec<u8>,
}

/// The agent has the work written down, and will say how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accept {
    /// Of the offer.
    pub key: u64,
    /// Of the offer.
    pub epoch: u64,
}

/// The work never begins at this agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// Of the offer.
    pub key: u64,
    /// Of the offer.
    pub epoch: u64,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people.
    #[serde(default)]
    pub text: String,
}

/// Why work is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// There is no room.
    Busy,
    /// It was revoked before it began.
    Revoked,
    /// Whoever offers it is not in charge any more.
    OldEpoch,
    /// It is not allowed there, or cannot be done.
    #[serde(other)]
    Refused,
}

/// Work is to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Which.
    pub key: u64,
    /// Whether at once, instead of politely.
    #[serde(default)]
    pub force: bool,
}

/// Work that has not begun never will.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// Which.
    pub key: u64,
    /// Who says so.
    #[serde(default)]
    pub epoch: u64,
}

/// How work stands is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUp {
    /// Which.
    pub key: u64,
}

/// How work stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Which.
    pub key: u64,
    /// How.
    #[serde(skip)]
    pub payload: Vec<u8>,
}

/// Work has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Which.
    pub key: u64,
}

/// Work has ended. Said again until it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which.
    pub key: u64,
    /// Bytes of output that there are in all.
    #[serde(default)]
    pub log: u64,
    /// Why there is no more output, if it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
    /// How.
    #[serde(skip)]
    pub payload: Vec<u8>,
}

/// How work ended is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedAck {
    /// Which.
    pub key: u64,
}

/// An agent has heard that, and will not say it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discarded {
    /// Which.
    pub key: u64,
}

/// A piece of output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Of which work.
    pub key: u64,
    /// Where its first byte stands.
    pub offset: u64,
    /// The bytes: whole lines, unless a line is longer than a piece.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What is kept of output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogAck {
    /// Of which work.
    pub key: u64,
    /// How many bytes.
    pub offset: u64,
    /// Whether everything from there on is to be sent again.
    #[serde(default)]
    pub again: bool,
}

/// An agent has a file for the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Have {
    /// Its SHA-256.
    pub digest: Digest,
    /// Its bytes.
    pub size: u64,
}

/// Bytes are wanted, and those before are kept: a window may be sent from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    /// Of which file.
    pub digest: Digest,
    /// From where on.
    pub offset: u64,
}

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// Of which file.
    pub digest: Digest,
    /// Where its first byte stands.
    pub offset: u64,
    /// Bytes of the whole file.
    pub size: u64,
    /// The bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A file that was asked for is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Which.
    pub digest: Digest,
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// What an agent sees on its host, all of it: the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// What.
    #[serde(skip)]
    pub payload: Vec<u8>,
}

/// Whether the other side is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {
    /// Counted from 1 in a session.
    pub number: u64,
}

/// It is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pong {
    /// Of the question.
    pub number: u64,
}

/// Credentials are replaced: the server begins, the agent answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotate {
    /// Whatever both agree on.
    #[serde(skip)]
    pub payload: Vec<u8>,
}

/// The session is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goodbye {
    /// Why, for programs.
    pub reason: Parting,
    /// Why, for people.
    #[serde(default)]
    pub text: String,
    /// Milliseconds to wait before the next session.
    #[serde(default)]
    pub after_ms: u64,
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parting {
    /// Whoever says it ends, and comes back perhaps.
    Leaving,
    /// The same agent has a newer session.
    Superseded,
    /// It is not let in.
    Refused,
    /// Versions are too far apart, or a feature is missing that is required.
    Version,
    /// The server is older than one that the agent has heard.
    OldEpoch,
    /// What was sent is not what the protocol says.
    #[serde(other)]
    Protocol,
}
