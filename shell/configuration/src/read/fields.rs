//! Maps: the fields of an item, and the items of a section.

use std::fmt::Display;

use holdpoint_domain::NameError;

use super::Reader;
use crate::diagnostic::{Span, listed, missing_key, nearest, unknown_key, wrong_shape};
use crate::yaml::{Node, Value};

/// A map whose keys are all known.
pub(crate) struct Fields<'n> {
    /// What it describes, for people.
    pub(crate) owner: String,
    /// Where that stands.
    pub(crate) span: Span,
    node: &'n Node,
}

impl<'n> Fields<'n> {
    /// The value of a key, if it has one.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key)
    }
}

/// An item of a section: its name and where that stands, and its value.
pub(crate) struct Item<'n, N> {
    /// None if the name is not one; that is reported already.
    pub(crate) name: Option<N>,
    pub(crate) key: &'n str,
    pub(crate) span: Span,
    pub(crate) node: &'n Node,
}

impl Reader<'_> {
    /// A map with these keys at most.
    pub(crate) fn fields<'n>(
        &mut self,
        owner: impl Into<String>,
        span: Span,
        node: &'n Node,
        known: &[&str],
    ) -> Option<Fields<'n>> {
        let owner = owner.into();
        if !matches!(node.value, Value::Map(_) | Value::Null) {
            let keys = format!("the keys of {owner}: {}", listed(known.iter().copied()));
            self.report(node.span, wrong_shape(node.described()).expected(keys));
            return None;
        }
        for entry in node.entries() {
            if !known.contains(&entry.key.as_str()) {
                let meant = nearest(&entry.key, known.iter().copied());
                let mistake = unknown_key(&owner, &entry.key)
                    .expected(format!("one of {}", listed(known.iter().copied())))
                    .maybe_help(meant.map(|word| format!("did you mean `{word}`?")));
                self.report(entry.span, mistake);
            }
        }
        Some(Fields { owner, span, node })
    }

    /// The value of a key that there must be.
    pub(crate) fn required<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        example: impl Display,
    ) -> Option<&'n Node> {
        let found = fields.get(key);
        if found.is_none() {
            let mistake = missing_key(&fields.owner, key)
                .expected(format!("`{key}` here"))
                .help(format!("add it, such as `{key}: {example}`"));
            self.report(fields.span, mistake);
        }
        found
    }

    /// The items of a section, by name; `None` if the file does not have it.
    pub(crate) fn section<N, T>(
        &mut self,
        root: &Node,
        key: &str,
        read: impl Fn(&mut Self, &Item<'_, N>) -> Option<T>,
    ) -> Option<Vec<T>>
    where
        N: std::str::FromStr<Err = NameError>,
    {
        let node = root.get(key)?;
        if !matches!(node.value, Value::Map(_)) {
            let mistake = wrong_shape(node.described())
                .expected(format!("a map of names under `{key}`"))
                .help(format!(
                    "write `{key}:` and below it, indented, each name with a colon"
                ));
            self.report(node.span, mistake);
            return None;
        }
        let read_one = |entry: &crate::yaml::Entry| {
            let item = Item {
                name: self.parse_name(&entry.key, entry.span),
                key: &entry.key,
                span: entry.span,
                node: &entry.value,
            };
            let before = self.found.count();
            let read = read(self, &item);
            if self.found.count() == before {
                self.sound.insert(format!("{key}/{}", entry.key));
            }
            read
        };
        Some(node.entries().iter().filter_map(read_one).collect())
    }
}
