//! Where something stands in a text.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}", self.line, self.column)
    }
}

impl Place {
    /// The place of a byte.
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

/// Counts lines forward, so that asking for many lines costs one pass over the text.
#[derive(Debug, Default)]
pub(crate) struct LineCounter {
    offset: usize,
    lines: usize,
}

impl LineCounter {
    /// The line of a byte at or after the one that was asked for before.
    pub(crate) fn line(&mut self, text: &str, offset: usize) -> usize {
        let next = text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.lines += next.iter().filter(|byte| **byte == b'\n').count();
        self.offset = self.offset.max(offset);
        self.lines + 1
    }
}
