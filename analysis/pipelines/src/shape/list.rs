//! Lists, maps with free keys, and short forms.

use std::borrow::Cow;
use std::collections::BTreeMap;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::{Key, Reader, Shape};
use crate::expression::Template;

/// A list, or a single one that stands for a list of one.
impl<T: Shape> Shape for Vec<T> {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        if !reader.spend(value) {
            return None;
        }
        if !value.is_list() {
            return T::read(reader, value).map(|one| vec![one]);
        }
        let mut items = Vec::with_capacity(value.items().len().min(1_000));
        let mut sound = true;
        for item in value.items() {
            match T::read(reader, item) {
                Some(item) => items.push(item),
                None => sound = false,
            }
        }
        sound.then_some(items)
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut Template)) {
        self.iter_mut().for_each(|one| one.templates(visit));
    }
}

impl<K: Key, T: Shape> Shape for BTreeMap<K, T> {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        if !reader.spend(value) {
            return None;
        }
        if !value.is_map() && !value.is_null() {
            return reader.expected(value, &format!("a map by {}", K::CALLED));
        }
        let mut items = Self::new();
        let mut sound = true;
        for field in value.fields() {
            let key = K::of_key(reader, field.key, field.span);
            let item = T::read(reader, field.value);
            match (key, item) {
                (Some(key), Some(item)) => {
                    items.insert(key, item);
                }
                _ => sound = false,
            }
        }
        sound.then_some(items)
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut Template)) {
        self.values_mut().for_each(|one| one.templates(visit));
    }
}

/// What can be written shortly.
pub(crate) trait FromBrief: Shape {
    /// What stands for it.
    type Short: Shape + JsonSchema;

    /// What that means.
    fn from_brief(short: Self::Short) -> Self;

    /// Reports what does not hold within it.
    fn checked(&self, _reader: &mut Reader<'_>, _value: Value<'_>) {}
}

/// A map, or the short form of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Brief<T>(pub T);

impl<T: FromBrief> Shape for Brief<T> {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        // Nothing is a map without keys.
        if value.is_map() || value.is_null() {
            return T::read(reader, value).map(Self);
        }
        let made = T::from_brief(T::Short::read(reader, value)?);
        made.checked(reader, value);
        Some(Self(made))
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut Template)) {
        self.0.templates(visit);
    }
}

impl<T: FromBrief + JsonSchema> JsonSchema for Brief<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Brief{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let short = generator.subschema_for::<T::Short>();
        let long = generator.subschema_for::<T>();
        json_schema!({"anyOf": [short, long]})
    }
}
