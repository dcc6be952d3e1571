//! Lines of canonical bytes that are at hand, and from where to read on.

use crate::gather::{Gather, Line};
use crate::index::Mark;
use crate::record::{Parsed, parse};

/// A place between two records at which no line is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resume {
    /// Canonical bytes before it.
    pub offset: u64,
    /// The number of the line that begins there.
    pub line: u64,
}

impl Default for Resume {
    /// The beginning.
    fn default() -> Self {
        Self { offset: 0, line: 1 }
    }
}

/// The lines that bytes have which stand at such a place, and from where to read on when there are more: what is given again
/// then has the same numbers. A record that is not whole, or is none, ends it.
///
/// ```
/// use holdpoint_steplog::{Resume, lines};
///
/// let bytes = b"7 o one\n8 e+ tw";
/// let (found, next) = lines(bytes, Resume::default());
/// assert_eq!(found.len(), 1);
/// assert_eq!(next, Resume { offset: 8, line: 2 });
/// ```
#[must_use]
pub fn lines(bytes: &[u8], from: Resume) -> (Vec<Line>, Resume) {
    let mut mark = Mark {
        offset: from.offset,
        lines: from.line.saturating_sub(1),
        ..Mark::default()
    };
    let mut gather = Gather::new(mark);
    let (mut lines, mut next, mut rest) = (Vec::new(), from, bytes);
    while let Ok(Parsed::Record(record, length)) = parse(rest) {
        gather.record(&record);
        mark.record(&record);
        mark.offset += length as u64;
        rest = rest.get(length..).unwrap_or_default();
        if mark.open == [None; 3] {
            next = Resume {
                offset: mark.offset,
                line: mark.lines + 1,
            };
        }
        while let Some(line) = gather.next() {
            lines.push(line);
        }
    }
    while let Some(line) = gather.rest() {
        lines.push(line);
    }
    (lines, next)
}
