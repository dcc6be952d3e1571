//! A value of a document, looked at.

use std::cmp::Ordering;
use std::fmt;

use super::Document;
use super::node::{Content, Entry, Map};
use crate::{Place, Source, Span};

/// A value of a document. Copying it is free.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    document: &'a Document,
    id: u32,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The key.
    pub key: &'a str,
    /// Where the key stands.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

/// A number as it is written, and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number<'a> {
    /// As it is written.
    pub text: &'a str,
    /// What it is worth, to the nearest number of double precision.
    pub value: f64,
}

impl Number<'_> {
    /// Which of two is greater, to the last digit that is written; nothing if an exponent has no end.
    #[must_use]
    pub fn order(self, other: Number<'_>) -> Option<Ordering> {
        super::order::order(self.text, other.text)
    }
}

impl<'a> Value<'a> {
    pub(super) fn new(document: &'a Document, id: u32) -> Self {
        Self { document, id }
    }

    fn content(self) -> &'a Content {
        &self.document.node(self.id).content
    }

    fn map(self) -> Option<&'a Map> {
        match self.content() {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The document that it is in.
    #[must_use]
    pub fn document(self) -> &'a Document {
        self.document
    }

    /// The text that it is in.
    #[must_use]
    pub fn source(self) -> &'a Source {
        &self.document.source
    }

    /// What tells it from other values of its document. What an alias stands for has one identity wherever it stands.
    #[must_use]
    pub fn id(self) -> u32 {
        self.id
    }

    /// Where it stands; of a list or map, where it begins.
    #[must_use]
    pub fn span(self) -> Span {
        self.document.node(self.id).span
    }

    /// Where it stands, with the pointer that leads to it.
    #[must_use]
    pub fn place(self, pointer: impl Into<String>) -> Place {
        Place::of(self.source(), self.span(), pointer)
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.content(), Content::Null)
    }

    /// Whether it is a map.
    #[must_use]
    pub fn is_map(self) -> bool {
        self.map().is_some()
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self.content(), Content::List(_))
    }

    /// Its text, if it is text.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self.content() {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its text as it is written, if it is text, a number or a truth value.
    #[must_use]
    pub fn written(self) -> Option<&'a str> {
        match self.content() {
            Content::Text(text) | Content::Number(text) => Some(text),
            Content::Bool(true) => Some("true"),
            Content::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// Whether it is true, if it is a truth value.
    #[must_use]
    pub fn bool(self) -> Option<bool> {
        match self.content() {
            Content::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(self) -> Option<Number<'a>> {
        match self.content() {
            Content::Number(text) => {
                let value = super::scalar::worth(text)?;
                Some(Number { text, value })
            }
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        let items: &[u32] = match self.content() {
            Content::List(items) => items,
            _ => &[],
        };
        items.iter().map(move |id| Self::new(self.document, *id))
    }

    fn field_of(self, entry: &'a Entry) -> Field<'a> {
        Field {
            key: &entry.key,
            span: entry.span,
            value: Self::new(self.document, entry.value),
        }
    }

    /// The keys and values of a map, in the order of the file; none of anything else.
    pub fn fields(self) -> impl DoubleEndedIterator<Item = Field<'a>> + ExactSizeIterator {
        let entries: &[Entry] = self.map().map_or(&[], |map| &map.entries);
        entries.iter().map(move |entry| self.field_of(entry))
    }

    /// A key of a map with its value.
    #[must_use]
    pub fn field(self, key: &str) -> Option<Field<'a>> {
        self.map()?.get(key).map(|entry| self.field_of(entry))
    }

    /// The value under a key of a map.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.field(key).map(|field| field.value)
    }

    /// The value that a JSON pointer leads to.
    #[must_use]
    pub fn at(self, pointer: &str) -> Option<Self> {
        crate::pointer::steps(pointer)?
            .iter()
            .try_fold(self, |value, step| match value.content() {
                Content::List(items) => {
                    let index: usize = step.parse().ok()?;
                    let id = items.get(index)?;
                    Some(Self::new(value.document, *id))
                }
                _ => value.get(step),
            })
    }

    /// Whether it is the same data: numbers by their worth, maps whatever the order of their keys.
    #[must_use]
    pub fn same(self, other: Value<'_>) -> bool {
        if std::ptr::eq(self.document, other.document) && self.id == other.id {
            return true;
        }
        match (self.content(), other.content()) {
            (Content::Null, Content::Null) => true,
            (Content::Bool(a), Content::Bool(b)) => a == b,
            (Content::Text(a), Content::Text(b)) => a == b,
            (Content::Number(a), Content::Number(b)) => {
                super::order::order(a, b) == Some(Ordering::Equal)
            }
            (Content::List(a), Content::List(b)) => {
                a.len() == b.len() && self.items().zip(other.items()).all(|(a, b)| a.same(b))
            }
            (Content::Map(a), Content::Map(b)) => {
                let there = |field: Field<'_>| {
                    let twin = other.get(field.key);
                    twin.is_some_and(|twin| field.value.same(twin))
                };
                a.entries.len() == b.entries.len() && self.fields().all(there)
            }
            _ => false,
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self.content() {
            Content::Null => "nothing",
            Content::Bool(_) => "a truth value",
            Content::Number(_) => "a number",
            Content::Text(_) => "text",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }
}

impl Field<'_> {
    /// Where the key stands, with the pointer that leads to its value.
    #[must_use]
    pub fn place(self, pointer: impl Into<String>) -> Place {
        Place::of(self.value.source(), self.span, pointer)
    }
}

/// As JSON, without spaces.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content() {
            Content::Null => f.write_str("null"),
            Content::Bool(value) => write!(f, "{value}"),
            Content::Number(text) => f.write_str(text),
            Content::Text(text) => write_text(f, text),
            Content::List(_) => {
                f.write_str("[")?;
                for (at, item) in self.items().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Content::Map(_) => {
                f.write_str("{")?;
                for (at, field) in self.fields().enumerate() {
                    f.write_str(if at == 0 { "" } else { "," })?;
                    write_text(f, field.key)?;
                    write!(f, ":{}", field.value)?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let written = serde_json::to_string(text).map_err(|_| fmt::Error)?;
    f.write_str(&written)
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
