//! Reading YAML.

use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Tag};

use super::build::{Builder, Next};
use super::node::Content;
use super::{rules, scalar};
use crate::{Finding, Span};

/// Values that were given a name, by its number, and those that are not complete yet.
#[derive(Default)]
struct Anchors {
    known: HashMap<usize, u32>,
    open: Vec<usize>,
    pending: HashSet<usize>,
}

/// Reads all documents of the text.
pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Box<Finding>> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
    };
    let mut anchors = Anchors::default();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| wrong(text, &error, builder))?;
        let bytes = span.byte_range().unwrap_or(text.len()..text.len());
        let span = Span::new(bytes.start, bytes.end);
        meet(event, span, builder, &mut anchors)?;
    }
    Ok(())
}

fn wrong(text: &str, error: &ScanError, builder: &Builder<'_>) -> Box<Finding> {
    let marker = error.marker();
    let start = marker.byte_offset().unwrap_or_else(|| {
        let nth = text.char_indices().nth(marker.index());
        nth.map_or(text.len(), |(at, _)| at)
    });
    let width = text.get(start..).and_then(|rest| rest.chars().next());
    let span = Span::new(start, start + width.map_or(0, char::len_utf8));
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => rules::too_deep(builder.source, span),
        _ => rules::syntax(builder.source, span, "YAML", &error.info()),
    }
}

fn meet(
    event: Event<'_>,
    span: Span,
    builder: &mut Builder<'_>,
    anchors: &mut Anchors,
) -> Result<(), Box<Finding>> {
    match event {
        // Names of one document mean nothing in the next.
        Event::DocumentStart(..) => *anchors = Anchors::default(),
        Event::Scalar(text, style, anchor, tag) => {
            let plain = matches!(style, ScalarStyle::Plain) && !is_text(tag.as_deref());
            let content = match plain {
                true => scalar::plain(&text),
                false => Content::Text(text.as_ref().into()),
            };
            if builder.next() == Next::Key {
                if plain && text == "<<" {
                    builder.merge_key();
                    return Ok(());
                }
                return key(content, &text, (anchor, span), builder, anchors);
            }
            let id = builder.scalar(content, span)?;
            anchors.name(anchor, id);
        }
        Event::SequenceStart(..) | Event::MappingStart(..) if builder.next() == Next::Key => {
            return Err(rules::key_not_text(builder.source, span));
        }
        Event::SequenceStart(_, anchor, _) => {
            builder.begin_list(span)?;
            anchors.begin(anchor);
        }
        Event::MappingStart(_, anchor, _) => {
            builder.begin_map(span)?;
            anchors.begin(anchor);
        }
        Event::SequenceEnd | Event::MappingEnd => {
            let id = builder.end()?;
            anchors.end(id);
        }
        Event::Alias(anchor) => alias(anchor, span, builder, anchors)?,
        Event::UnresolvedAlias(name) => {
            let what = format!("there is no anchor `{name}` before this");
            return Err(rules::alias(builder.source, span, &what));
        }
        _ => {}
    }
    Ok(())
}

/// A key; it may be given a name, too.
fn key(
    content: Content,
    written: &str,
    at: (usize, Span),
    builder: &mut Builder<'_>,
    anchors: &mut Anchors,
) -> Result<(), Box<Finding>> {
    let (anchor, span) = at;
    if anchor != 0 {
        let id = builder.apart(content, span)?;
        anchors.name(anchor, id);
    }
    builder.key(written, span);
    Ok(())
}

fn alias(
    anchor: usize,
    span: Span,
    builder: &mut Builder<'_>,
    anchors: &Anchors,
) -> Result<(), Box<Finding>> {
    if anchors.pending.contains(&anchor) {
        let what = "this alias stands inside the value that it names";
        return Err(rules::alias(builder.source, span, what));
    }
    let Some(id) = anchors.known.get(&anchor).copied() else {
        let what = "this alias names nothing";
        return Err(rules::alias(builder.source, span, what));
    };
    if builder.next() != Next::Key {
        return builder.again(id, span);
    }
    match builder.text_of(id).map(str::to_owned) {
        Some(text) => {
            builder.key(&text, span);
            Ok(())
        }
        None => Err(rules::key_not_text(builder.source, span)),
    }
}

/// Whether a tag says that the scalar is text, whatever it looks like.
fn is_text(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"))
}

impl Anchors {
    fn name(&mut self, anchor: usize, id: u32) {
        if anchor != 0 {
            self.known.insert(anchor, id);
        }
    }

    fn begin(&mut self, anchor: usize) {
        self.open.push(anchor);
        if anchor != 0 {
            self.pending.insert(anchor);
        }
    }

    fn end(&mut self, id: Option<u32>) {
        let Some(anchor) = self.open.pop() else {
            return;
        };
        self.pending.remove(&anchor);
        if let Some(id) = id {
            self.name(anchor, id);
        }
    }
}
