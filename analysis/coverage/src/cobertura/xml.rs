//! The elements of a document, each with its place; entities of its own are refused.

use holdpoint_findings::{Rule, Span};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::mistakes::{CUT, FORBIDDEN, XML};

/// No element is nested deeper.
const DEPTH: usize = 64;

/// One step through a document. Empty elements open and close.
pub(super) enum Node {
    Open(Element),
    Close(String),
    End,
}

pub(super) struct Element {
    pub(super) name: String,
    pub(super) span: Span,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is wrong with a document.
pub(super) struct Wrong {
    pub(super) rule: &'static Rule,
    pub(super) span: Span,
    pub(super) what: String,
}

pub(super) struct Xml<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
}

impl<'t> Xml<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    pub(super) fn next(&mut self) -> Result<Node, Wrong> {
        loop {
            let start = self.position();
            let event = self.reader.read_event();
            let wrong = |rule, what: String| Wrong {
                rule,
                span: Span::new(start, start),
                what,
            };
            match event {
                Ok(Event::Start(tag)) => {
                    let end = self.position();
                    return self.open(&tag, Span::new(start, end)).map(Node::Open);
                }
                Ok(Event::End(tag)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close(tag.name().as_ref().to_owned()));
                }
                // A reference to a document type outside is not followed.
                Ok(Event::DocType(text)) if text.contains('[') => {
                    return Err(wrong(&FORBIDDEN, "declarations of its own".to_owned()));
                }
                Ok(Event::Eof) => return Ok(Node::End),
                Ok(_) => {}
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
                    return Err(Wrong {
                        rule: &XML,
                        span: Span::new(at, at),
                        what: error.to_string(),
                    });
                }
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, span: Span) -> Result<Element, Wrong> {
        self.depth += 1;
        if self.depth > DEPTH {
            let what = format!("more than {DEPTH} elements within each other");
            return Err(Wrong {
                rule: &CUT,
                span,
                what,
            });
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| Wrong {
                rule: &XML,
                span,
                what: error.to_string(),
            })?;
            let raw: &str = attribute.value.as_ref();
            let value = quick_xml::escape::unescape(raw);
            let value = value.map_err(|error| Wrong {
                rule: &FORBIDDEN,
                span,
                what: error.to_string(),
            })?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        let name = tag.name().as_ref().to_owned();
        Ok(Element {
            name,
            span,
            attributes,
        })
    }
}
