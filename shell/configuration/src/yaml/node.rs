//! A YAML value with its places.

use std::sync::Arc;

use crate::diagnostic::Span;

/// A value and where it stands. A map stands where its first key does: its whole text would hide the mistake.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
    /// How many values it holds when every alias is written out, itself included.
    pub(super) weight: usize,
    /// How deep it is, itself included.
    pub(super) depth: usize,
}

/// What a value is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// Text as it is written; `plain` if it is not quoted.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Arc<Node>>),
    /// A map, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) span: Span,
    pub(crate) value: Arc<Node>,
}

impl Node {
    pub(super) fn leaf(span: Span, value: Value) -> Self {
        Self {
            span,
            value,
            weight: 1,
            depth: 1,
        }
    }

    /// What it is, for people.
    pub(crate) fn described(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Scalar { text, .. } => format!("`{}`", shortened(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }

    /// The text of a value, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entries of a map; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list, or the thing itself as the only one.
    pub(crate) fn items(&self) -> Vec<&Self> {
        match &self.value {
            Value::List(items) => items.iter().map(AsRef::as_ref).collect(),
            Value::Null => Vec::new(),
            _ => vec![self],
        }
    }

    /// The value under a key; a key without value is as good as none.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let entry = self.entries().iter().find(|entry| entry.key == key)?;
        let given = entry.value.value != Value::Null;
        given.then_some(&entry.value)
    }

    /// Where the value at the path stands, or the nearest that there is above it.
    pub(crate) fn locate(&self, path: &[&str]) -> Span {
        let Some((step, rest)) = path.split_first() else {
            return self.span;
        };
        match &self.value {
            Value::Map(entries) => match entries.iter().find(|entry| entry.key == *step) {
                Some(entry) => match entry.value.value {
                    Value::Scalar { .. } => entry.value.span,
                    Value::List(_) if !rest.is_empty() => entry.value.locate(rest),
                    Value::Map(_) if !rest.is_empty() && entry.value.get_any(rest) => {
                        entry.value.locate(rest)
                    }
                    _ => entry.span,
                },
                None => self.span,
            },
            Value::List(items) => step
                .parse()
                .ok()
                .and_then(|index: usize| items.get(index))
                .map_or(self.span, |item| item.locate(rest)),
            _ => self.span,
        }
    }

    /// Whether it has the first key of the path.
    fn get_any(&self, path: &[&str]) -> bool {
        path.first()
            .is_some_and(|step| self.entries().iter().any(|entry| entry.key == *step))
    }
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > SHOWN || line.len() < text.len() {
        let start: String = line.chars().take(SHOWN).collect();
        format!("{start}…")
    } else {
        line.to_owned()
    }
}
