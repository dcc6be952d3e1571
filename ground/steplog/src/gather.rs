//! Lines, put together of records. A line has the number in whose order it began, which stays, whatever is appended.

use std::collections::VecDeque;

use crate::ansi;
use crate::index::Mark;
use crate::record::{Record, Stream};

/// Bytes of a line that are kept for reading; of a longer one the beginning.
pub const LINE: usize = 1 << 20;
/// Lines that wait for one before them to end.
const WAITING: usize = 1 << 16;

/// A line of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, over both streams: its permalink.
    pub number: u64,
    /// When it began, in milliseconds since 1970 began.
    pub at: u64,
    /// Where it came from.
    pub stream: Stream,
    /// Its bytes as they were written, without line feed; at most [`LINE`].
    pub text: Vec<u8>,
    /// Whether it has ended. One that has not may get longer.
    pub ended: bool,
    /// Whether it is longer than what is kept of it here.
    pub shortened: bool,
}

impl Line {
    /// Its text as a terminal would show it, without colours.
    #[must_use]
    pub fn plain(&self) -> String {
        ansi::plain(&self.text)
    }

    fn add(&mut self, record: &Record<'_>) {
        let room = LINE.saturating_sub(self.text.len());
        self.text
            .extend_from_slice(record.text.get(..room).unwrap_or(record.text));
        self.shortened |= record.text.len() > room;
        self.ended |= record.ends;
    }
}

/// Takes records, gives lines in their order.
pub(crate) struct Gather {
    waiting: VecDeque<Line>,
    /// How far the records have come.
    mark: Mark,
}

impl Gather {
    pub(crate) fn new(mark: Mark) -> Self {
        let waiting = VecDeque::new();
        Self { waiting, mark }
    }

    pub(crate) fn record(&mut self, record: &Record<'_>) {
        let begun = self.mark.lines;
        let goes_on = self.mark.open.get(record.stream.slot()).copied().flatten();
        self.mark.record(record);
        let number = goes_on.unwrap_or(self.mark.lines);
        if self.mark.lines > begun {
            self.waiting.push_back(begins(number, record));
        }
        let first = self.waiting.front().map_or(u64::MAX, |line| line.number);
        let place = number
            .checked_sub(first)
            .and_then(|place| usize::try_from(place).ok());
        // One that began before the mark, or was given already, is nobody's concern here.
        if let Some(line) = place.and_then(|place| self.waiting.get_mut(place)) {
            line.add(record);
        }
    }

    /// The next line that has ended; one that keeps too many waiting is given as it is.
    pub(crate) fn next(&mut self) -> Option<Line> {
        let ended = self.waiting.front()?.ended;
        match ended || self.waiting.len() > WAITING {
            true => self.waiting.pop_front(),
            false => None,
        }
    }

    /// The next line, though no more records come.
    pub(crate) fn rest(&mut self) -> Option<Line> {
        self.waiting.pop_front()
    }
}

fn begins(number: u64, record: &Record<'_>) -> Line {
    Line {
        number,
        at: record.at,
        stream: record.stream,
        text: Vec::new(),
        ended: false,
        shortened: false,
    }
}
