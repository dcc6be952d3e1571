//! Reading entries: only bytes that this crate would have written are accepted.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, Visitor};

use super::validate::{self, Invalid};
use super::{Entry, SPEC_VERSION};
use crate::bundle::MAX_ENTRY;
use crate::canonical::{self, NotCanonical, Numbers};

/// Why bytes are not an entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryParseError {
    /// Too many bytes.
    #[error("the entry has {size} bytes, over the limit of {MAX_ENTRY}")]
    TooLarge {
        /// Bytes given.
        size: usize,
    },
    /// Not in the one form that entries have.
    #[error("the entry is {0}")]
    NotCanonical(#[from] NotCanonical),
    /// An attribute that is missing or has the wrong type, or data of another shape.
    #[error("the entry cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// An attribute that is not as it must be.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

impl<D: DeserializeOwned> Entry<D> {
    /// Reads the bytes of an entry.
    ///
    /// # Errors
    /// When they are not canonical, attributes are missing or wrong, or the data is not a `D`.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryParseError> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryParseError::TooLarge { size: bytes.len() });
        }
        canonical::check(bytes, Numbers::Integers)?;
        Self::parse_trusted(bytes)
    }

    /// Reads bytes that are known to be canonical, such as those of a verified ledger: about twice as fast.
    ///
    /// # Errors
    /// When attributes are missing or wrong, or the data is not a `D`.
    pub fn parse_trusted(bytes: &[u8]) -> Result<Self, EntryParseError> {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let entry = deserializer.deserialize_map(Attributes(PhantomData))?;
        deserializer.end()?;
        validate::attributes(&entry)?;
        Ok(entry)
    }
}

struct Attributes<D>(PhantomData<D>);

impl<'de, D: DeserializeOwned> Visitor<'de> for Attributes<D> {
    type Value = Entry<D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a CloudEvents 1.0 object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Entry<D>, A::Error> {
        let mut data = None;
        let mut texts = BTreeMap::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == "data" {
                data = Some(members.next_value()?);
            } else {
                texts.insert(name, members.next_value::<String>()?);
            }
        }
        let mut take = |name| {
            texts
                .remove(name)
                .ok_or_else(|| A::Error::missing_field(name))
        };
        if take("specversion")? != SPEC_VERSION {
            return Err(A::Error::custom("`specversion` is not `1.0`"));
        }
        let data = data.ok_or_else(|| A::Error::missing_field("data"))?;
        let (id, source, kind) = (take("id")?, take("source")?, take("type")?);
        let (subject, time) = (take("subject")?, take("time")?);
        Ok(Entry {
            id,
            source,
            kind,
            subject,
            time,
            data,
            extensions: texts,
        })
    }
}
