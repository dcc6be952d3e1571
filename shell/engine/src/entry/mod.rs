//! Between events and entries: a fact with its meta is a canonical CloudEvent, whose bytes are the leaf.
//!
//! `type` is `io.holdpoint.` and the event type, `id` is the command's id and the number of the event within
//! it, `subject` is the aggregate, and the extension `actor` says who. Nothing else is written: not the
//! idempotency key, not the host.

mod decode;
mod encode;
mod id;

use holdpoint_domain::{Fact, Key, Meta};
use holdpoint_ports::{NewEntry, Opening};
use serde_json::Value;

pub(crate) use decode::time_of;
pub use decode::{DecodeError, decode};
pub use encode::{EncodeError, encode};
pub use id::{CommandId, EventId};

/// What every event type's name begins with in an entry.
pub const TYPE_PREFIX: &str = "io.holdpoint.";

/// The `source` of every entry.
pub const SOURCE: &str = "/organisation";

/// An event as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The command that caused it, and its number within it.
    pub id: EventId,
    /// Position, time and actor.
    pub meta: Meta,
    /// What happened.
    pub fact: Fact,
}

/// The entry of an event, with what the store indexes it by.
pub(crate) fn new_entry(
    fact: &Fact,
    subject: &Key,
    meta: &Meta,
    id: &EventId,
    data: &Value,
) -> Result<NewEntry, EncodeError> {
    let subject = subject.to_string();
    let bytes = encode(fact.event_type(), &subject, meta, id, data)?;
    Ok(with_indexes(bytes, subject, fact))
}

/// The entry of an event that stands in a ledger already: its own bytes, indexed as if it were new.
pub(crate) fn indexed(bytes: &[u8], recorded: &Recorded) -> NewEntry {
    let subject = recorded.fact.subject().to_string();
    with_indexes(bytes.to_vec(), subject, &recorded.fact)
}

fn with_indexes(bytes: Vec<u8>, subject: String, fact: &Fact) -> NewEntry {
    NewEntry {
        bytes,
        subject,
        references: fact.references().iter().map(ToString::to_string).collect(),
        opening: fact.opening().map(opening),
    }
}

fn opening(opening: holdpoint_domain::Opening) -> Opening {
    match opening {
        holdpoint_domain::Opening::Opened => Opening::Opened,
        holdpoint_domain::Opening::Closed => Opening::Closed,
    }
}

#[cfg(test)]
mod tests;
