//! From what a reader meets to a tree.

use std::sync::Arc;

use super::limits::{DEPTH, MISTAKES, VALUES};
use super::node::{Content, Entry, Map, Node};
use super::rules;
use crate::{Finding, Source, Span};

/// A tree as it grows. A reader tells it of beginnings, ends, keys and scalars, in the order of the text.
pub(super) struct Builder<'a> {
    pub(super) source: &'a Arc<Source>,
    nodes: Vec<Node>,
    /// How many values each node holds with every alias written out, itself included, and how deep it is.
    sizes: Vec<Size>,
    roots: Vec<u32>,
    open: Vec<Open>,
    /// All values so far, aliases written out.
    values: u32,
    wrong: Vec<Finding>,
}

#[derive(Clone, Copy)]
struct Size {
    weight: u32,
    depth: u32,
}

impl Size {
    const ONE: Self = Self {
        weight: 1,
        depth: 1,
    };
}

/// A list or map that is not complete yet.
struct Open {
    span: Span,
    size: Size,
    content: Growing,
}

enum Growing {
    List(Vec<u32>),
    Map {
        entries: Vec<Entry>,
        key: Option<Key>,
        /// What merge keys name.
        merged: Vec<u32>,
    },
}

/// What the next value belongs to.
enum Key {
    Named(Box<str>, Span),
    /// It is taken over.
    Merge,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Root,
    Item,
    Key,
    Value,
}

type Step<T = ()> = Result<T, Box<Finding>>;

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            sizes: Vec::new(),
            roots: Vec::new(),
            open: Vec::new(),
            values: 0,
            wrong: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Vec<Node>, Vec<u32>, Vec<Finding>) {
        (self.nodes, self.roots, self.wrong)
    }

    /// Keeps a mistake that reading can go on after.
    pub(super) fn report(&mut self, finding: Box<Finding>) {
        if self.wrong.len() < MISTAKES {
            self.wrong.push(*finding);
        }
    }

    pub(super) fn next(&self) -> Next {
        match self.open.last().map(|open| &open.content) {
            None => Next::Root,
            Some(Growing::List(_)) => Next::Item,
            Some(Growing::Map { key: None, .. }) => Next::Key,
            Some(Growing::Map { .. }) => Next::Value,
        }
    }

    pub(super) fn begin_list(&mut self, span: Span) -> Step {
        self.begin(span, Growing::List(Vec::new()))
    }

    pub(super) fn begin_map(&mut self, span: Span) -> Step {
        let (entries, merged) = (Vec::new(), Vec::new());
        self.begin(
            span,
            Growing::Map {
                entries,
                key: None,
                merged,
            },
        )
    }

    fn begin(&mut self, span: Span, content: Growing) -> Step {
        if self.open.len() >= DEPTH as usize {
            return Err(rules::too_deep(self.source, span));
        }
        let span = Span {
            end: span.start,
            ..span
        };
        let size = Size::ONE;
        self.open.push(Open {
            span,
            size,
            content,
        });
        Ok(())
    }

    /// A key of the map that is open.
    pub(super) fn key(&mut self, text: &str, span: Span) {
        self.set_key(Key::Named(text.into(), span));
    }

    /// The key whose value is another map, or a list of maps, that the map that is open takes over.
    pub(super) fn merge_key(&mut self) {
        self.set_key(Key::Merge);
    }

    fn set_key(&mut self, next: Key) {
        if let Some(Open {
            content: Growing::Map { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(next);
        }
    }

    pub(super) fn scalar(&mut self, content: Content, span: Span) -> Step<u32> {
        self.add(Node { span, content }, Size::ONE)
    }

    /// A scalar that is kept to be named by aliases, and stands nowhere itself.
    pub(super) fn apart(&mut self, content: Content, span: Span) -> Step<u32> {
        self.keep(Node { span, content }, Size::ONE)
    }

    /// The end of the list or map that is open.
    pub(super) fn end(&mut self) -> Step<Option<u32>> {
        let Some(open) = self.open.pop() else {
            return Ok(None);
        };
        let content = match open.content {
            Growing::List(items) => Content::List(items.into_boxed_slice()),
            Growing::Map {
                mut entries,
                merged,
                ..
            } => {
                let own = Map::of(std::mem::take(&mut entries));
                self.check_twins(&own);
                let merged = merged.iter().flat_map(|id| self.merge_of(*id));
                Content::Map(with_merged(own, merged.collect()))
            }
        };
        let node = Node {
            span: open.span,
            content,
        };
        // What it holds was counted when that was complete.
        self.add(node, open.size).map(Some)
    }

    /// A value that stands in another place, too.
    pub(super) fn again(&mut self, id: u32, span: Span) -> Step {
        let size = self.sizes.get(id as usize).copied();
        let size = size.unwrap_or(Size::ONE);
        self.count(size.weight, span)?;
        self.place(id, size, span)
    }

    /// The text of a node that is a scalar.
    pub(super) fn text_of(&self, id: u32) -> Option<&str> {
        match &self.nodes.get(id as usize)?.content {
            Content::Text(text) | Content::Number(text) => Some(text),
            _ => None,
        }
    }

    fn count(&mut self, weight: u32, span: Span) -> Step {
        self.values = self.values.saturating_add(weight);
        match self.values > VALUES {
            true => Err(rules::too_many(self.source, span)),
            false => Ok(()),
        }
    }

    fn add(&mut self, node: Node, size: Size) -> Step<u32> {
        let span = node.span;
        let id = self.keep(node, size)?;
        self.place(id, size, span)?;
        Ok(id)
    }

    fn keep(&mut self, node: Node, size: Size) -> Step<u32> {
        self.count(1, node.span)?;
        // There are no more than `VALUES`.
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(node);
        self.sizes.push(size);
        Ok(id)
    }

    /// Puts a complete value where it belongs.
    fn place(&mut self, id: u32, size: Size, span: Span) -> Step {
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        if depth.saturating_add(size.depth) > DEPTH {
            return Err(rules::too_deep(self.source, span));
        }
        let Some(open) = self.open.last_mut() else {
            self.roots.push(id);
            return Ok(());
        };
        open.size.weight = open.size.weight.saturating_add(size.weight);
        open.size.depth = open.size.depth.max(size.depth + 1);
        match &mut open.content {
            Growing::List(items) => items.push(id),
            Growing::Map {
                entries,
                key,
                merged,
            } => match key.take() {
                Some(Key::Merge) => merged.push(id),
                Some(Key::Named(key, span)) => entries.push(Entry {
                    key,
                    span,
                    value: id,
                }),
                None => {}
            },
        }
        Ok(())
    }

    fn check_twins(&mut self, map: &Map) {
        for (second, first) in map.twins() {
            let source = self.source;
            self.report(rules::duplicate_key(
                source,
                &second.key,
                second.span,
                first.span,
            ));
        }
    }

    /// The entries of a map, or of a list of maps.
    fn merge_of(&self, id: u32) -> Vec<Entry> {
        let content = |id: u32| self.nodes.get(id as usize).map(|node| &node.content);
        match content(id) {
            Some(Content::Map(map)) => map.entries.to_vec(),
            Some(Content::List(items)) => {
                let maps = items.iter().filter_map(|id| match content(*id) {
                    Some(Content::Map(map)) => Some(map.entries.to_vec()),
                    _ => None,
                });
                maps.flatten().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A map with the entries of others that it does not have itself.
fn with_merged(own: Map, others: Vec<Entry>) -> Map {
    if others.is_empty() {
        return own;
    }
    let mut seen: std::collections::HashSet<Box<str>> =
        own.entries.iter().map(|entry| entry.key.clone()).collect();
    let mut entries = own.entries.into_vec();
    entries.extend(
        others
            .into_iter()
            .filter(|entry| seen.insert(entry.key.clone())),
    );
    Map::of(entries)
}
