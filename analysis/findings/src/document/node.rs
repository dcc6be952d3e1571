//! How a tree is kept: nodes in one list, in the order in which they are complete.

use crate::Span;

/// A value and where it stands. A list or map has the place of its beginning only, as its whole text would say nothing.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) content: Content,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Content {
    Null,
    Bool(bool),
    /// As it is written.
    Number(Box<str>),
    Text(Box<str>),
    List(Box<[u32]>),
    Map(Map),
}

/// Keys and values.
#[derive(Debug)]
pub(super) struct Map {
    /// In the order of the file.
    pub(super) entries: Box<[Entry]>,
    /// Which of the entries has the smallest key, and so on; empty if there are too few for it to be worth it.
    pub(super) order: Box<[u32]>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Box<str>,
    pub(super) span: Span,
    pub(super) value: u32,
}

impl Node {
    /// What stands where nothing does.
    pub(super) const NOTHING: Self = Self {
        span: Span { start: 0, end: 0 },
        content: Content::Null,
    };
}

/// Below so many entries looking at each is faster than searching.
const FEW: usize = 12;

impl Map {
    pub(super) fn of(entries: Vec<Entry>) -> Self {
        let mut order = Vec::new();
        if entries.len() > FEW {
            order.extend(0..u32::try_from(entries.len()).unwrap_or(u32::MAX));
            order.sort_by_key(|at| entries.get(*at as usize).map(|entry| &entry.key));
        }
        Self {
            entries: entries.into_boxed_slice(),
            order: order.into_boxed_slice(),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        if self.order.is_empty() {
            return self.entries.iter().find(|entry| &*entry.key == key);
        }
        let at = |at: &u32| self.entries.get(*at as usize);
        let found = self
            .order
            .binary_search_by(|one| at(one).map_or("", |entry| &entry.key).cmp(key));
        self.order.get(found.ok()?).and_then(at)
    }

    /// Entries whose key stood there before, each with the first of that key.
    pub(super) fn twins(&self) -> Vec<(&Entry, &Entry)> {
        let of_key = |entry: &Entry| self.entries.iter().find(|other| other.key == entry.key);
        let twins = |entry: &'_ Entry| of_key(entry).is_some_and(|first| first.span != entry.span);
        let mut found = Vec::new();
        if self.order.is_empty() {
            let later = self.entries.iter().filter(|entry| twins(entry));
            found.extend(later.filter_map(|entry| Some((entry, of_key(entry)?))));
            return found;
        }
        let sorted: Vec<_> = { self.order.iter() }
            .filter_map(|at| self.entries.get(*at as usize))
            .collect();
        let mut first: Option<&Entry> = None;
        for entry in sorted {
            match first {
                // The order is stable, so the first of a key is the first in the file.
                Some(before) if before.key == entry.key => found.push((entry, before)),
                _ => first = Some(entry),
            }
        }
        found
    }
}
