//! XML as a tree of elements, for small files.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element: its name without prefix, its text, its children.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

/// No sensible file nests deeper.
const DEEPEST: usize = 64;

impl Element {
    /// The root element of a document, or the byte of the first mistake and what it is.
    pub(crate) fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            let place = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let failed = |why: String| (place, why);
            match reader
                .read_event()
                .map_err(|error| failed(error.to_string()))?
            {
                Event::Start(_) if open.len() > DEEPEST => {
                    return Err(failed("it nests too deeply".to_owned()));
                }
                Event::Start(start) => open.push(Self::named(&start)),
                Event::Empty(start) => child(&mut open, Self::named(&start)),
                Event::End(_) => {
                    if let Some(ended) = open.pop() {
                        child(&mut open, ended);
                    }
                }
                Event::Text(text) => push(&mut open, &text),
                Event::CData(text) => push(&mut open, &text),
                Event::GeneralRef(name) => push(&mut open, entity(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        if open.len() != 1 {
            return Err((text.len(), "an element has no end".to_owned()));
        }
        let root = open.pop().and_then(|mut document| document.children.pop());
        root.ok_or_else(|| (0, "it has no element".to_owned()))
    }

    fn named(start: &BytesStart<'_>) -> Self {
        Self {
            name: start.local_name().as_ref().to_owned(),
            ..Self::default()
        }
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of children: `modules/module`.
    pub(crate) fn list<'e>(&'e self, names: &str, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let children = self
            .child(names)
            .map(|list| list.children.as_slice())
            .unwrap_or_default();
        children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of that name, if it has any.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text.trim();
        (!text.is_empty()).then_some(text)
    }
}

fn child(open: &mut [Element], ended: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(ended);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Only the entities that every document has; what a document declares itself is never expanded.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}
