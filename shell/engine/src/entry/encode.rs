//! Writing entries: one pass over the data, straight into canonical form.

use std::fmt::Display;
use std::io::Write;

use holdpoint_domain::Meta;
use holdpoint_ledger::MAX_ENTRY;
use holdpoint_ledger::canonical::{self, Numbers, WriteError};
use serde_json::Value;

use super::{EventId, SOURCE, TYPE_PREFIX};

/// Why an event has no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// More bytes than a leaf may have.
    #[error("the entry has {size} bytes, {MAX_ENTRY} are allowed")]
    TooLarge {
        /// Bytes of the entry.
        size: usize,
    },
    /// The data has no canonical form.
    #[error(transparent)]
    Data(#[from] WriteError),
}

/// The canonical bytes of an entry. `event_type` comes without the prefix.
///
/// # Errors
/// When the data holds what entries may not hold, or the whole is too large.
pub fn encode(
    event_type: &str,
    subject: &str,
    meta: &Meta,
    id: &EventId,
    data: &Value,
) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::with_capacity(1_280);
    // The attributes stand in the order that canonical form asks for.
    text(&mut bytes, "{\"actor\":", &meta.actor)?;
    bytes.extend_from_slice(b",\"data\":");
    canonical::write(data, Numbers::Integers, &mut bytes)?;
    text(&mut bytes, ",\"id\":", id)?;
    bytes.extend_from_slice(b",\"source\":\"");
    bytes.extend_from_slice(SOURCE.as_bytes());
    bytes.extend_from_slice(b"\",\"specversion\":\"1.0\"");
    text(&mut bytes, ",\"subject\":", subject)?;
    text(&mut bytes, ",\"time\":", meta.time)?;
    text(
        &mut bytes,
        ",\"type\":",
        format_args!("{TYPE_PREFIX}{event_type}"),
    )?;
    bytes.push(b'}');
    match bytes.len() {
        size if size > MAX_ENTRY => Err(EncodeError::TooLarge { size }),
        _ => Ok(bytes),
    }
}

fn text(bytes: &mut Vec<u8>, before: &str, value: impl Display) -> Result<(), WriteError> {
    bytes.extend_from_slice(before.as_bytes());
    let start = bytes.len();
    bytes.push(b'"');
    // Writing to memory fails only when a `Display` of ours does.
    write!(bytes, "{value}").map_err(|error| WriteError::Value(error.to_string()))?;
    let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if bytes.iter().skip(start + 1).all(plain) {
        bytes.push(b'"');
        return Ok(());
    }
    bytes.truncate(start);
    canonical::write(&Value::String(value.to_string()), Numbers::Integers, bytes)
}
