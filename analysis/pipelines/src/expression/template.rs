//! Text with expressions in it.

use std::borrow::Cow;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::fault::{At, Fault, Origin};
use super::node::Node;
use super::parse::parse;
use super::reduce::worth;
use super::scope::Values;
use crate::shape::{Reader, Shape};

/// Text with `{{ expressions }}` in it. In a graph they are replaced by their values.
#[derive(Debug, Clone, Default)]
pub struct Template {
    text: String,
    pub(crate) pieces: Vec<(Node, Origin)>,
    /// Bytes of the pieces in the text, brackets included.
    places: Vec<At>,
}

impl Template {
    /// As it is written, or as it is after the values were put in.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Text without expressions.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Puts the values in.
    pub(crate) fn fill(&mut self, values: Values<'_>) {
        if self.pieces.is_empty() {
            return;
        }
        let mut filled = String::with_capacity(self.text.len());
        let mut done = 0;
        for (at, (node, _)) in self.places.iter().zip(&self.pieces) {
            filled.push_str(self.text.get(done..at.start).unwrap_or_default());
            filled.push_str(&worth(node, values).to_string());
            done = at.end;
        }
        filled.push_str(self.text.get(done..).unwrap_or_default());
        *self = Self::plain(filled);
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Template {}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Shape for Template {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        let Some(text) = value.written() else {
            return reader.expected(value, "text");
        };
        let origin = Origin::of(reader.source().text(), value.span(), text);
        let mut template = Self::plain(text);
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")) {
            let start = from + start;
            match piece(text, start, (origin, reader.source().text())) {
                Ok((node, origin, end)) => {
                    template.pieces.push((node, origin));
                    template.places.push(At { start, end });
                    from = end;
                }
                Err((fault, origin)) => {
                    reader.report(fault.finding(reader, origin));
                    return None;
                }
            }
        }
        Some(template)
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut Template)) {
        visit(self);
    }
}

/// One expression and where it ends, brackets included.
fn piece(
    text: &str,
    start: usize,
    (origin, source): (Origin, &str),
) -> Result<(Node, Origin, usize), (Fault, Origin)> {
    let inner = text.get(start + 2..).unwrap_or_default();
    let Some(length) = closing(inner) else {
        let at = At {
            start,
            end: start + 2,
        };
        return Err((Fault::syntax(at, "`}}` is missing after this"), origin));
    };
    let expression = inner.get(..length).unwrap_or_default();
    let within = origin.piece(source, expression, start + 2);
    match parse(expression) {
        Ok(node) => Ok((node, within, start + 2 + length + 2)),
        Err(fault) => Err((fault, within)),
    }
}

/// Where `}}` stands that is not within quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            (None, '}') if before == '}' => return Some(at - 1),
            _ => {}
        }
        before = c;
    }
    None
}

/// Whether text is like a pattern: `*` stands for anything, `?` for one letter. It takes at most as long as one times the other.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut from) = (0, 0);
    // The last star, and how much of the text it stands for at most so far.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(from) {
        match (pattern.get(at), star) {
            (Some('*'), _) => {
                star = Some((at, from));
                at += 1;
            }
            (Some(one), _) if *one == '?' || one == letter => {
                at += 1;
                from += 1;
            }
            (_, Some((after, until))) => {
                star = Some((after, until + 1));
                at = after + 1;
                from = until + 1;
            }
            (_, None) => return false,
        }
    }
    pattern
        .get(at..)
        .unwrap_or_default()
        .iter()
        .all(|c| *c == '*')
}

impl JsonSchema for Template {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PipelineText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}
