//! What a vault answers. Values are never copied into what is not wiped.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use zeroize::Zeroizing;

use crate::why::Trouble;
use holdpoint_mask::Secret;

/// A secret without versions.
#[derive(Deserialize)]
pub(super) struct Found {
    pub(super) data: Fields,
}

/// A secret with versions.
#[derive(Deserialize)]
pub(super) struct Versioned {
    pub(super) data: Version,
}

/// A version: its fields, none if it is deleted.
#[derive(Deserialize)]
pub(super) struct Version {
    pub(super) data: Option<Fields>,
    #[serde(rename = "metadata")]
    _about: de::IgnoredAny,
}

/// The fields of a secret.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(BTreeMap<String, Field>);

/// A field; none if it is no text, number or truth value.
struct Field(Option<Zeroizing<String>>);

impl Fields {
    pub(super) fn field(mut self, name: &str) -> Result<Secret, Trouble> {
        let field = self.0.remove(name).ok_or(Trouble::Field)?;
        let mut text = field.0.ok_or(Trouble::NotText)?;
        match text.is_empty() {
            true => Err(Trouble::Empty),
            false => Ok(Secret::new(std::mem::take(&mut *text).into_bytes())),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reads)
    }
}

struct Reads;

fn said<E>(value: impl ToString) -> Result<Field, E> {
    Ok(Field(Some(Zeroizing::new(value.to_string()))))
}

impl<'de> Visitor<'de> for Reads {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    fn visit_str<E>(self, value: &str) -> Result<Field, E> {
        said(value)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
        said(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
        said(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
        said(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
        said(value)
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field, A::Error> {
        while list.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(Field(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        while map
            .next_entry::<de::IgnoredAny, de::IgnoredAny>()?
            .is_some()
        {}
        Ok(Field(None))
    }
}
