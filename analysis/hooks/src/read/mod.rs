//! Bodies, read so that all their mistakes are found at once.

mod node;

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use holdpoint_findings::{Document, Place, Source};

use crate::mistake::{Mistake, Mistakes, body};
pub(crate) use node::Node;

/// Bytes that a body may have. A cluster sends objects of up to about 3 MiB, forges less.
pub const LARGEST: usize = 8 << 20;

/// Reads a body of JSON. A key that stands twice is a mistake, and so is nesting that no sender needs.
pub(crate) fn read<T>(
    bytes: &[u8],
    what: impl FnOnce(&Node<'_>) -> Option<T>,
) -> Result<T, Mistakes> {
    let document = document(bytes)?;
    let wrong = RefCell::new(Vec::new());
    let root = Node::root(document.root(), &wrong);
    let read = what(&root);
    if read.is_none() && wrong.borrow().is_empty() {
        root.wrong(
            "something else",
            "what this reads",
            "send what the documentation of the sender shows",
        );
    }
    match (read, Mistakes::of(wrong.take())) {
        (Some(read), None) => Ok(read),
        (_, Some(mistakes)) => Err(mistakes),
        (None, None) => Err(Mistakes::one(large(bytes.len()))),
    }
}

fn document(bytes: &[u8]) -> Result<Document, Mistakes> {
    if bytes.len() > LARGEST {
        return Err(Mistakes::one(large(bytes.len())));
    }
    let source = Arc::new(Source::new("body", bytes.to_vec())?);
    Ok(Document::read_json(&source)?)
}

fn large(bytes: usize) -> Mistake {
    Mistake {
        at: body(&Place::whole("body")),
        found: format!("{bytes} bytes"),
        expected: Cow::Owned(format!("at most {LARGEST} bytes")),
        help: Cow::Borrowed("send less, such as one event at a time"),
    }
}
