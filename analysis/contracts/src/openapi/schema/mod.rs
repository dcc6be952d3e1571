//! A schema, read.

mod keys;

use std::cmp::Ordering;

pub(crate) use keys::{Key, Sort};

use crate::files::{At, HOPS};

/// A schema, read. A keyword that is null is not there.
#[derive(Debug, Clone)]
pub(crate) struct Schema<'a> {
    /// Where it is, references followed.
    pub(crate) at: At<'a>,
    /// As what it is referred to.
    pub(crate) reference: Option<(usize, &'a str)>,
    keys: Vec<(Key, At<'a>)>,
    /// `x-…` and whatever else is no keyword.
    pub(crate) extensions: Vec<(&'a str, At<'a>)>,
}

impl<'a> Schema<'a> {
    /// The schema here, or where a reference here leads to. What stands beside a reference takes the place of what is there
    /// since OpenAPI 3.1, and was passed over before.
    pub(crate) fn read(at: At<'a>) -> Self {
        let reference = at.reference().map(|text| (at.file(), text));
        let mut schema = Self {
            at: at.target(),
            reference,
            keys: Vec::new(),
            extensions: Vec::new(),
        };
        schema.take(schema.at);
        if reference.is_some() && at.minds_siblings() {
            schema.overlay(at, HOPS);
        }
        schema
    }

    /// What stands beside a reference, or beside the one that it leads to.
    fn overlay(&mut self, at: At<'a>, hops: usize) {
        let inner = at
            .next()
            .filter(|next| hops > 0 && next.reference().is_some());
        inner
            .into_iter()
            .for_each(|next| self.overlay(next, hops - 1));
        for (text, value) in at.fields().filter(|(text, _)| *text != "$ref") {
            match Key::of(text) {
                Some(_) if value.value.is_null() => {}
                Some(key) => {
                    self.keys.retain(|(known, _)| *known != key);
                    self.keys.push((key, value));
                }
                None => {
                    self.extensions.retain(|(known, _)| *known != text);
                    self.extensions.push((text, value));
                }
            }
        }
    }

    fn take(&mut self, at: At<'a>) {
        for (text, value) in at.fields() {
            match Key::of(text) {
                Some(_) if value.value.is_null() => {}
                Some(key) => self.keys.push((key, value)),
                None => self.extensions.push((text, value)),
            }
        }
    }

    pub(crate) fn get(&self, key: Key) -> Option<At<'a>> {
        let found = self.keys.iter().find(|(known, _)| *known == key);
        found.map(|(_, at)| *at)
    }

    /// Its keywords.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> {
        self.keys.iter().map(|(key, _)| *key)
    }

    /// Where a keyword stands, or else the schema.
    pub(crate) fn place(&self, key: Key) -> At<'a> {
        self.get(key).unwrap_or(self.at)
    }

    pub(crate) fn flag(&self, key: Key) -> bool {
        { self.get(key) }
            .and_then(|at| at.value.bool())
            .unwrap_or(false)
    }

    pub(crate) fn text(&self, key: Key) -> &'a str {
        { self.get(key) }
            .and_then(|at| at.value.written())
            .unwrap_or("")
    }

    /// A limit, and whether there is one; what counts from zero always has one.
    pub(crate) fn limit(&self, key: Key) -> Option<f64> {
        let number = { self.get(key) }
            .and_then(|at| at.value.number())
            .map(|number| number.value);
        match key.sort() {
            Sort::Count => Some(number.unwrap_or(0.0)),
            _ => number,
        }
    }

    /// How a limit changes, to the last digit: double precision is enough only where it tells both apart.
    pub(crate) fn order(&self, to: &Schema<'_>, key: Key) -> Option<Ordering> {
        let known = self.limit(key)?.partial_cmp(&to.limit(key)?)?;
        match (self.get(key), to.get(key)) {
            (Some(from), Some(to)) if known == Ordering::Equal => {
                from.value.number()?.order(to.value.number()?)
            }
            _ => Some(known),
        }
    }

    /// Its types, `null` among them if it is written there.
    pub(crate) fn types(&self) -> Vec<&'a str> {
        match self.get(Key::Type) {
            Some(at) if at.value.is_list() => at.items().filter_map(At::text).collect(),
            Some(at) => at.text().into_iter().collect(),
            None => Vec::new(),
        }
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = (&'a str, At<'a>)> {
        let items = self.get(Key::Required).into_iter().flat_map(At::items);
        items.filter_map(|at| at.text().map(|text| (text, at)))
    }

    pub(crate) fn requires(&self, name: &str) -> bool {
        self.required().any(|(known, _)| known == name)
    }

    /// The schemas under a keyword, by their names.
    pub(crate) fn members(&self, key: Key) -> impl Iterator<Item = (&'a str, At<'a>)> {
        self.get(key).into_iter().flat_map(At::fields)
    }

    pub(crate) fn property(&self, name: &str) -> Option<Schema<'a>> {
        let value = self.get(Key::Properties)?.get(name)?;
        Some(Schema::read(value))
    }

    pub(crate) fn branches(&self, key: Key) -> Vec<At<'a>> {
        self.get(key)
            .map_or_else(Vec::new, |at| at.items().collect())
    }

    /// The schema under a keyword that may also be a truth value.
    pub(crate) fn one(&self, key: Key) -> Option<At<'a>> {
        let at = self.get(key)?;
        match key.sort() {
            Sort::OneOrFlag => at.value.is_map().then_some(at),
            _ => Some(at),
        }
    }

    pub(crate) fn extension(&self, name: &str) -> Option<At<'a>> {
        let found = self.extensions.iter().find(|(known, _)| *known == name);
        found.map(|(_, at)| *at)
    }

    /// Whether it says nothing about what is right, these keywords aside.
    pub(crate) fn is_free(&self, aside: &[Key]) -> bool {
        let said = |key: Key| {
            !aside.contains(&key)
                && match key.sort() {
                    Sort::Remark => false,
                    Sort::Flag => self.flag(key),
                    Sort::Count => self.limit(key) != Some(0.0),
                    Sort::Text => !self.text(key).is_empty(),
                    Sort::Several | Sort::Branches => self.get(key).is_some_and(|at| {
                        at.value.written().is_some() || at.value.items().len() > 0
                    }),
                    Sort::Members => self.members(key).next().is_some(),
                    Sort::Plain | Sort::One | Sort::OneOrFlag => true,
                }
        };
        self.extensions.is_empty() && !self.keys().any(said)
    }
}
