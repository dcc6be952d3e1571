//! Where in the file what is: one mark for every 64 KiB or so, from which one reads on.

use crate::record::{Parsed, Record, parse};

/// Canonical bytes between two marks, at least.
const APART: u64 = 64 * 1024;

/// A boundary between two chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    /// Canonical bytes before it.
    pub(crate) offset: u64,
    /// Bytes of the file before it.
    pub(crate) at: u64,
    /// Chunks before it.
    pub(crate) chunks: u64,
    /// Lines that began before it.
    pub(crate) lines: u64,
    /// Of each stream, the number of the line that goes on.
    pub(crate) open: [Option<u64>; 3],
    /// The time of the last record before it.
    pub(crate) time: u64,
    /// Whether the log was cut before it.
    pub(crate) cut: bool,
}

impl Mark {
    /// Goes on over a record.
    pub(crate) fn record(&mut self, record: &Record<'_>) {
        self.time = record.at;
        self.cut |= record.stream == crate::Stream::Mark;
        let Some(open) = self.open.get_mut(record.stream.slot()) else {
            return;
        };
        if open.is_none() {
            self.lines += 1;
        }
        *open = match record.ends {
            true => None,
            false => open.or(Some(self.lines)),
        };
    }

    /// Goes on over the payload of a chunk; where in it there is no record, if so.
    pub(crate) fn payload(&mut self, payload: &[u8]) -> Result<(), usize> {
        let mut rest = payload;
        while !rest.is_empty() {
            let Ok(Parsed::Record(record, length)) = parse(rest) else {
                return Err(payload.len() - rest.len());
            };
            self.record(&record);
            rest = rest.get(length..).unwrap_or_default();
        }
        self.offset += payload.len() as u64;
        self.chunks += 1;
        self.at += (crate::chunk::HEAD + payload.len()) as u64;
        Ok(())
    }
}

/// The marks of a log, and its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    marks: Vec<Mark>,
    end: Mark,
}

impl Index {
    /// Where the log ends.
    pub(crate) fn end(&self) -> &Mark {
        &self.end
    }

    /// Moves the end.
    pub(crate) fn grow(&mut self, end: Mark) {
        let last = self.marks.last().map_or(0, |mark| mark.offset);
        if end.offset - last >= APART {
            self.marks.push(end);
        }
        self.end = end;
    }

    /// The last mark at or before an offset.
    pub(crate) fn before_offset(&self, offset: u64) -> Mark {
        let after = self.marks.partition_point(|mark| mark.offset <= offset);
        self.nth(after)
    }

    /// The last mark before the line of that number begins, from 1.
    pub(crate) fn before_line(&self, number: u64) -> Mark {
        let after = self.marks.partition_point(|mark| mark.lines < number);
        self.nth(after)
    }

    fn nth(&self, after: usize) -> Mark {
        let mark = after.checked_sub(1).and_then(|index| self.marks.get(index));
        mark.copied().unwrap_or_default()
    }
}
