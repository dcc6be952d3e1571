//! What the attributes of an entry must be.

use super::{Entry, time};

/// An attribute that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("attribute `{attribute}` of the entry {reason}")]
pub struct Invalid {
    /// Name of the attribute.
    pub attribute: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Names that CloudEvents gives a meaning of its own.
const RESERVED: [&str; 10] = [
    "data",
    "data_base64",
    "datacontenttype",
    "dataschema",
    "id",
    "source",
    "specversion",
    "subject",
    "time",
    "type",
];

pub(super) fn attributes<D>(entry: &Entry<D>) -> Result<(), Invalid> {
    let texts = [
        ("id", &entry.id),
        ("source", &entry.source),
        ("type", &entry.kind),
        ("subject", &entry.subject),
    ];
    for (name, text) in texts {
        if text.is_empty() {
            return Err(invalid(name, "must not be empty"));
        }
    }
    if !time::is_utc(&entry.time) {
        return Err(invalid(
            "time",
            "is not an RFC 3339 time in UTC, like `2026-11-24T12:00:00.000Z`",
        ));
    }
    entry
        .extensions
        .keys()
        .try_for_each(|name| extension_name(name))
}

pub(super) fn extension_name(name: &str) -> Result<(), Invalid> {
    if RESERVED.contains(&name) {
        return Err(invalid(name, "is none that entries have as an extension"));
    }
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !plain || name.is_empty() || name.len() > 20 {
        return Err(invalid(
            name,
            "needs a name of 1 to 20 lower-case letters and digits",
        ));
    }
    Ok(())
}

fn invalid(attribute: &str, reason: &'static str) -> Invalid {
    Invalid {
        attribute: attribute.to_owned(),
        reason,
    }
}
