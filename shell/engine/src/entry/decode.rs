//! Reading entries back.

use std::borrow::Cow;

use holdpoint_domain::{Actor, Fact, FactError, Meta, Time};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{EventId, Recorded, SOURCE, TYPE_PREFIX};

/// Why the bytes of an entry are not an event.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Not a CloudEvent with exactly the attributes that are written here.
    #[error("it has not the attributes of an entry: {0}")]
    Shape(#[from] serde_json::Error),
    /// An attribute with another value than is ever written.
    #[error("attribute `{attribute}` is `{found}`: {expected} is expected")]
    Attribute {
        /// Name of the attribute.
        attribute: &'static str,
        /// What it says.
        found: String,
        /// What it should say.
        expected: &'static str,
    },
    /// An event that is not known here or has other data.
    #[error(transparent)]
    Fact(#[from] FactError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow)]
    specversion: Cow<'a, str>,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

/// The event in the bytes of the entry at `position`. That the bytes are canonical is not checked here:
/// what stands in the ledger was, and `audit verify` looks again.
///
/// # Errors
/// When they are no entry of ours, or the event is not known.
pub fn decode(position: u64, bytes: &[u8]) -> Result<Recorded, DecodeError> {
    let wire: Wire<'_> = serde_json::from_slice(bytes)?;
    constant("source", &wire.source, SOURCE)?;
    constant("specversion", &wire.specversion, "1.0")?;
    let event_type = wire.kind.strip_prefix(TYPE_PREFIX);
    let event_type =
        event_type.ok_or_else(|| wrong("type", &wire.kind, "one of `io.holdpoint.…`"))?;
    let fact = Fact::parse(event_type, wire.data.get())?;
    if fact.subject().to_string() != wire.subject {
        return Err(wrong("subject", &wire.subject, "what the data says"));
    }
    let time = wire.time.parse::<Time>();
    let time = time.map_err(|_| wrong("time", &wire.time, "an RFC 3339 time"))?;
    let actor = wire.actor.parse::<Actor>();
    let actor = actor.map_err(|_| wrong("actor", &wire.actor, "`system` or a person's id"))?;
    let id = wire.id.parse::<EventId>();
    let id = id.map_err(|()| wrong("id", &wire.id, "a command's id and a number"))?;
    let meta = Meta {
        position,
        time,
        actor,
    };
    Ok(Recorded { id, meta, fact })
}

/// The time of an entry, and nothing else of it.
pub(crate) fn time_of(bytes: &[u8]) -> Option<Time> {
    #[derive(Deserialize)]
    struct Timed<'a> {
        #[serde(borrow)]
        time: Cow<'a, str>,
    }
    let timed: Timed<'_> = serde_json::from_slice(bytes).ok()?;
    timed.time.parse().ok()
}

fn constant(
    attribute: &'static str,
    found: &str,
    expected: &'static str,
) -> Result<(), DecodeError> {
    if found == expected {
        return Ok(());
    }
    Err(wrong(attribute, found, expected))
}

fn wrong(attribute: &'static str, found: &str, expected: &'static str) -> DecodeError {
    DecodeError::Attribute {
        attribute,
        found: found.to_owned(),
        expected,
    }
}
