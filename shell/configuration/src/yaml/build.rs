//! From the events of a YAML reader to a tree of values.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use super::limits::{BYTES, DEPTH, VALUES};
use super::node::{Entry, Node, Value};
use crate::diagnostic::{
    Diagnostics, Mistake, Source, Span, circular_alias, duplicate_key, empty, key_not_text,
    several_documents, syntax, tag, too_deep, too_large, unknown_anchor,
};

/// A list or map that is not complete yet.
struct Open {
    span: Span,
    anchor: usize,
    weight: usize,
    depth: usize,
    content: Content,
}

enum Content {
    List(Vec<Arc<Node>>),
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, Span>,
        key: Option<Arc<Node>>,
    },
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    found: &'a mut Diagnostics,
    open: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
    pending: HashSet<usize>,
    root: Option<Arc<Node>>,
    documents: usize,
    values: usize,
}

/// The one value of the file; none if it could not be read to its end.
pub(crate) fn parse(source: &Arc<Source>, found: &mut Diagnostics) -> Option<Arc<Node>> {
    let text = source.text();
    if text.len() > BYTES {
        let what = format!("{} bytes, and may have {BYTES}", text.len());
        found.report(source, Span::default(), too_large(what));
        return None;
    }
    let builder = Builder {
        source,
        found,
        open: Vec::new(),
        anchors: HashMap::new(),
        pending: HashSet::new(),
        root: None,
        documents: 0,
        values: 0,
    };
    builder.run(text)
}

impl Builder<'_> {
    fn run(mut self, text: &str) -> Option<Arc<Node>> {
        let options = granit_parser::options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
        };
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    self.syntax(text, &error);
                    return None;
                }
            };
            let bytes = span.byte_range().unwrap_or(text.len()..text.len());
            let span = Span::new(bytes.start, bytes.end);
            if let Err(mistake) = self.event(event, span) {
                self.report(span, *mistake);
                return None;
            }
        }
        if self.root.is_none() {
            self.report(Span::default(), empty());
        }
        self.root
    }

    fn report(&mut self, span: Span, mistake: Mistake) {
        self.found.report(self.source, span, mistake);
    }

    fn syntax(&mut self, text: &str, error: &ScanError) {
        let marker = error.marker();
        let start = marker.byte_offset().unwrap_or_else(|| {
            let nth = text.char_indices().nth(marker.index());
            nth.map_or(text.len(), |(at, _)| at)
        });
        let width = text.get(start..).and_then(|rest| rest.chars().next());
        let span = Span::new(start, start + width.map_or(0, char::len_utf8));
        let mistake = match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(DEPTH),
            _ => syntax(error.info()),
        };
        self.report(span, mistake);
    }

    /// An error ends the reading.
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Box<Mistake>> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Box::new(several_documents()));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, found) => {
                self.check_tag(span, found.as_deref());
                let value = scalar(text.into_owned(), style);
                self.complete(Arc::new(Node::leaf(span, value)), anchor)
            }
            Event::SequenceStart(_, anchor, found) => {
                self.check_tag(span, found.as_deref());
                self.begin(span, anchor, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, found) => {
                self.check_tag(span, found.as_deref());
                let content = Content::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    key: None,
                };
                self.begin(span, anchor, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(name) => {
                self.report(span, unknown_anchor(name));
                self.complete(Arc::new(Node::leaf(span, Value::Null)), 0)
            }
            _ => Ok(()),
        }
    }

    fn check_tag(&mut self, span: Span, found: Option<&granit_parser::Tag>) {
        if let Some(found) = found {
            self.report(span, tag(found.original()));
        }
    }

    fn begin(&mut self, span: Span, anchor: usize, content: Content) -> Result<(), Box<Mistake>> {
        if self.open.len() >= DEPTH {
            return Err(Box::new(too_deep(DEPTH)));
        }
        if anchor != 0 {
            self.pending.insert(anchor);
        }
        self.open.push(Open {
            span,
            anchor,
            weight: 1,
            depth: 1,
            content,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Box<Mistake>> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        self.pending.remove(&open.anchor);
        let (span, value) = match open.content {
            Content::List(items) => (open.span, Value::List(items)),
            Content::Map { entries, .. } => {
                let first = entries.first().map(|entry| entry.span);
                (first.unwrap_or(open.span), Value::Map(entries))
            }
        };
        let node = Node {
            span,
            value,
            weight: open.weight,
            depth: open.depth,
        };
        // What it holds was counted when it was completed.
        self.values -= node.weight - 1;
        self.complete(Arc::new(node), open.anchor)
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Box<Mistake>> {
        if self.pending.contains(&id) {
            self.report(span, circular_alias());
        }
        let node = self.anchors.get(&id).map(Arc::clone);
        let node = node.unwrap_or_else(|| Arc::new(Node::leaf(span, Value::Null)));
        self.complete(node, 0)
    }

    /// Puts a complete value where it belongs.
    fn complete(&mut self, node: Arc<Node>, anchor: usize) -> Result<(), Box<Mistake>> {
        self.values += node.weight;
        if self.values > VALUES {
            let what = format!("more than {VALUES} values, aliases written out");
            return Err(Box::new(too_large(what)));
        }
        if self.open.len() + node.depth > DEPTH {
            return Err(Box::new(too_deep(DEPTH)));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.weight += node.weight;
        open.depth = open.depth.max(node.depth + 1);
        let mistake = match &mut open.content {
            Content::List(items) => {
                items.push(node);
                None
            }
            Content::Map { entries, seen, key } => match key.take() {
                None => {
                    *key = Some(node);
                    None
                }
                Some(key) => place(entries, seen, &key, node, self.source),
            },
        };
        if let Some((span, mistake)) = mistake {
            self.report(span, mistake);
        }
        Ok(())
    }
}

/// Adds an entry to a map, unless its key is none or stands there already.
fn place(
    entries: &mut Vec<Entry>,
    seen: &mut HashMap<String, Span>,
    key: &Node,
    value: Arc<Node>,
    source: &Source,
) -> Option<(Span, Mistake)> {
    let Some(text) = key.text() else {
        return Some((key.span, key_not_text()));
    };
    if let Some(first) = seen.get(text) {
        let line = source.position(first.start).line;
        let mistake = duplicate_key(text, line).expected(format!("no second `{text}`"));
        return Some((key.span, mistake));
    }
    seen.insert(text.to_owned(), key.span);
    entries.push(Entry {
        key: text.to_owned(),
        span: key.span,
        value,
    });
    None
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
        Value::Null
    } else {
        Value::Scalar { text, plain }
    }
}
