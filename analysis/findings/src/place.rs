//! Where something stands.

use std::sync::Arc;

use serde::Serialize;

use crate::{Position, Source, Span};

/// Where something stands in a file. Every finding has a place: what is missing is placed where it would have to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file, as it was named.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Where it ends, exclusive, if that is known.
    #[serde(skip)]
    pub end: Option<Position>,
    /// The JSON pointer of the value, or another way into a file of another kind; empty if there is none.
    pub pointer: String,
}

impl Place {
    /// A part of a source.
    #[must_use]
    pub fn of(source: &Source, span: Span, pointer: impl Into<String>) -> Self {
        let start = source.position(span.start);
        let end = source.position(span.end);
        Self {
            file: source.name(),
            line: start.line,
            column: start.column,
            end: Some(end).filter(|end| *end > start),
            pointer: pointer.into(),
        }
    }

    /// A file as a whole.
    #[must_use]
    pub fn whole(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            line: 1,
            column: 1,
            end: None,
            pointer: String::new(),
        }
    }
}
