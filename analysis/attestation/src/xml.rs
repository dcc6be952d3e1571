//! A reader of XML that refuses what documents of others must not do: document types, entities, bottomless
//! nesting.

use crate::error::{ErrorCode, ReadError};
use crate::place::{LineCounter, Place};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No element is nested deeper.
const MAX_DEPTH: usize = 256;

/// One step through a document. Empty elements open and close.
#[derive(Debug)]
pub(crate) enum Node {
    Open(Element),
    Close,
    Text(String),
    End,
}

/// An element's start, names without prefixes.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) line: usize,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    lines: LineCounter,
    depth: usize,
    opened: bool,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            text,
            reader,
            lines: LineCounter::default(),
            depth: 0,
            opened: false,
        }
    }

    pub(crate) fn next(&mut self) -> Result<Node, ReadError> {
        loop {
            let start = self.position();
            let event = self.reader.read_event();
            match event.map_err(|error| self.syntax(&error))? {
                Event::Start(tag) => return self.open(&tag, start).map(Node::Open),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => return Ok(Node::Text(text.into_inner().into_owned())),
                Event::CData(text) => return Ok(Node::Text(text.into_inner().into_owned())),
                Event::GeneralRef(reference) => {
                    let content = reference.into_inner();
                    return self.reference(&content, start).map(Node::Text);
                }
                Event::DocType(_) => {
                    return Err(self.forbidden("a document type declaration", start));
                }
                Event::Eof => return self.end(),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// The text inside the element that was opened last, up to and with its close; of elements within, too.
    pub(crate) fn inner_text(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        let mut open = 1;
        while open > 0 {
            match self.next()? {
                Node::Open(_) => open += 1,
                Node::Close => open -= 1,
                Node::Text(part) => text.push_str(&part),
                Node::End => break,
            }
        }
        Ok(text)
    }

    /// Passes over the rest of the element that was opened last.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        self.inner_text().map(drop)
    }

    pub(crate) fn content_error(&self, message: impl Into<String>, help: &str) -> ReadError {
        ReadError::content(message, help).at(Place::of(self.text, self.position()))
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<Element, ReadError> {
        self.depth += 1;
        self.opened = true;
        let place = Place::of;
        if self.depth > MAX_DEPTH {
            let message = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(
                ReadError::new(ErrorCode::TooComplex, message, "no report needs that")
                    .at(place(self.text, start)),
            );
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| {
                let message = format!("a broken attribute in <{}>: {error}", tag.name().as_ref());
                ReadError::new(
                    ErrorCode::Syntax,
                    message,
                    "write the report again with the tool that made it",
                )
                .at(place(self.text, start))
            })?;
            let raw: &str = attribute.value.as_ref();
            let value = self.unescape(raw, start)?;
            attributes.push((local(attribute.key.as_ref()).to_owned(), value));
        }
        let line = self.lines.line(self.text, start);
        Ok(Element {
            name: local(tag.name().as_ref()).to_owned(),
            line,
            attributes,
        })
    }

    fn unescape(&self, raw: &str, start: usize) -> Result<String, ReadError> {
        if !raw.contains('&') {
            return Ok(raw.to_owned());
        }
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            match after.split_once(';') {
                Some((name, after)) => {
                    out.push_str(&self.reference(name, start)?);
                    rest = after;
                }
                None => return Err(self.forbidden("an `&` that is not written `&amp;`", start)),
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    /// The five references of XML itself and numbers; entities of a document's own would need a document
    /// type, and are how small documents become large.
    fn reference(&self, name: &str, start: usize) -> Result<String, ReadError> {
        let number = match name.strip_prefix('#') {
            Some(hex) if hex.starts_with('x') => {
                u32::from_str_radix(hex.get(1..).unwrap_or_default(), 16).ok()
            }
            Some(decimal) => decimal.parse().ok(),
            None => None,
        };
        let known = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        match known {
            Some(c) => Ok(c.to_string()),
            None => Err(self.forbidden(
                &format!("the entity `&{};`", crate::text::bounded_to(name, 40)),
                start,
            )),
        }
    }

    fn forbidden(&self, what: &str, start: usize) -> ReadError {
        let help =
            "only the five entities of XML and character numbers are read, and no document type";
        ReadError::new(
            ErrorCode::Forbidden,
            format!("the document has {what}"),
            help,
        )
        .at(Place::of(self.text, start))
    }

    fn syntax(&self, error: &quick_xml::Error) -> ReadError {
        let offset = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        ReadError::new(
            ErrorCode::Syntax,
            format!("this is no well-formed XML: {error}"),
            "write the report again with the tool that made it",
        )
        .at(Place::of(self.text, offset))
    }

    fn end(&self) -> Result<Node, ReadError> {
        if self.depth == 0 && self.opened {
            return Ok(Node::End);
        }
        let help = "the file may be cut short: write it again with the tool that made it";
        Err(ReadError::new(
            ErrorCode::Syntax,
            "the document ends before its elements do",
            help,
        )
        .at(Place::of(self.text, self.text.len())))
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name of the document's outermost element.
pub(crate) fn root_name(text: &str) -> Result<String, ReadError> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Node::Open(element) => return Ok(element.name),
            Node::Text(_) => {}
            Node::Close | Node::End => return Ok(String::new()),
        }
    }
}
