//! Entries: CloudEvents 1.0 JSON objects in canonical form. Their bytes are the leaves of the tree.

mod parse;
mod time;
mod validate;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use parse::EntryParseError;
pub use validate::Invalid;

use crate::bundle::MAX_ENTRY;
use crate::canonical::{self, Numbers, WriteError};

/// The version of CloudEvents that entries are written in.
pub const SPEC_VERSION: &str = "1.0";

/// An entry. Every attribute is needed; `D` is what its data is read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<D = Value> {
    /// Tells the entry from others of the same source.
    pub id: String,
    /// Who wrote it, as a URI reference.
    pub source: String,
    /// What happened (`type`).
    pub kind: String,
    /// What it happened to.
    pub subject: String,
    /// When, as RFC 3339 in UTC: `2026-11-24T12:00:00.000Z`.
    pub time: String,
    /// What is said about it.
    pub data: D,
    /// Extension attributes: names of lower-case letters and digits, at most 20.
    pub extensions: BTreeMap<String, String>,
}

/// Why an entry cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// An attribute that is not as it must be.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The data has no canonical form that is accepted.
    #[error("the data of the entry cannot be written: {0}")]
    Data(#[from] WriteError),
    /// Too many bytes.
    #[error(
        "the entry has {size} bytes, {} over the limit of {MAX_ENTRY}: put large content into the blob store \
         and its digest into the entry",
        size - MAX_ENTRY
    )]
    TooLarge {
        /// Bytes of the entry.
        size: usize,
    },
}

impl<D> Entry<D> {
    /// An entry without extensions.
    pub fn new(
        id: impl Into<String>,
        source: impl Into<String>,
        kind: impl Into<String>,
        subject: impl Into<String>,
        time: impl Into<String>,
        data: D,
    ) -> Self {
        Self {
            id: id.into(),
            source: source.into(),
            kind: kind.into(),
            subject: subject.into(),
            time: time.into(),
            data,
            extensions: BTreeMap::new(),
        }
    }

    /// The same entry with an extension attribute more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extensions.insert(name.into(), value.into());
        self
    }
}

impl<D: Serialize> Entry<D> {
    /// The canonical bytes of the entry.
    ///
    /// # Errors
    /// When an attribute is not as it must be, the data holds floats or integers beyond 2^53, or the whole is
    /// over [`MAX_ENTRY`] bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        validate::attributes(self)?;
        let mut members = self.attributes();
        // Attribute names are ASCII, so that the order of bytes is the canonical one.
        members.sort_unstable_by_key(|(name, _)| *name);
        let mut bytes = Vec::with_capacity(512);
        for (name, value) in members {
            bytes.push(if bytes.is_empty() { b'{' } else { b',' });
            canonical::write_string(name, &mut bytes);
            bytes.push(b':');
            match value {
                Some(text) => canonical::write_string(text, &mut bytes),
                None => self.write_data(&mut bytes)?,
            }
        }
        bytes.push(b'}');
        match bytes.len() {
            size if size > MAX_ENTRY => Err(EntryError::TooLarge { size }),
            _ => Ok(bytes),
        }
    }

    /// Names with their text; the data has none.
    fn attributes(&self) -> Vec<(&str, Option<&str>)> {
        let fixed = [
            ("data", None),
            ("id", Some(self.id.as_str())),
            ("source", Some(self.source.as_str())),
            ("specversion", Some(SPEC_VERSION)),
            ("subject", Some(self.subject.as_str())),
            ("time", Some(self.time.as_str())),
            ("type", Some(self.kind.as_str())),
        ];
        let extensions = self
            .extensions
            .iter()
            .map(|(name, value)| (name.as_str(), Some(value.as_str())));
        fixed.into_iter().chain(extensions).collect()
    }

    fn write_data(&self, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
        let data = serde_json::to_value(&self.data)
            .map_err(|error| WriteError::Value(error.to_string()))?;
        canonical::write(&data, Numbers::Integers, bytes)
    }
}
