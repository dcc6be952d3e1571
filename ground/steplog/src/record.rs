//! One line of output, or a piece of one, as bytes: `MILLIS TAG TEXT` and a line feed.
//!
//! The tag is `o` or `e` for standard output or error; with `+` behind it the line goes on in the next record of its stream. `!` is
//! what the keeper of the log says itself. The text has any bytes but line feeds. There is one spelling only.

use memchr::memchr;

/// Bytes that the text of one record has at most; a longer line is several.
pub const TEXT: usize = 32 * 1024;
/// Digits of a time: enough for thirty thousand years.
const DIGITS: usize = 15;
/// Bytes that a record has at most: time, tag of two, two spaces, text, line feed.
pub(crate) const LONGEST: usize = TEXT + DIGITS + 5;

/// Where a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// The keeper of the log: it was cut here.
    Mark,
}

/// A line of output, or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'b> {
    /// When it was written, in milliseconds since 1970 began, by the clock of whoever ran the step.
    pub at: u64,
    /// Where it came from.
    pub stream: Stream,
    /// Whether the line ends with it.
    pub ends: bool,
    /// Its bytes, without line feed.
    pub text: &'b [u8],
}

/// What bytes begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed<'b> {
    /// A record, and how many bytes it has.
    Record(Record<'b>, usize),
    /// What may become one.
    Part,
}

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// The time.
    #[error("a record begins with its time in milliseconds: up to 15 digits, the first no zero")]
    Time,
    /// The tag.
    #[error("behind the time a record has one of the tags `o`, `o+`, `e`, `e+`")]
    Tag,
    /// The text.
    #[error("the text of a record has at most 32,768 bytes: a longer line goes on in another one")]
    Long,
    /// A piece of nothing.
    #[error("a record whose line goes on has at least one byte of text")]
    Empty,
}

impl Stream {
    fn tag(self, ends: bool) -> &'static str {
        match (self, ends) {
            (Self::Out, true) => "o",
            (Self::Out, false) => "o+",
            (Self::Err, true) => "e",
            (Self::Err, false) => "e+",
            (Self::Mark, _) => "!",
        }
    }

    fn of(tag: &[u8]) -> Option<(Self, bool)> {
        match tag {
            b"o" => Some((Self::Out, true)),
            b"o+" => Some((Self::Out, false)),
            b"e" => Some((Self::Err, true)),
            b"e+" => Some((Self::Err, false)),
            b"!" => Some((Self::Mark, true)),
            _ => None,
        }
    }

    /// Its place in a table of those whose lines can be open.
    pub(crate) fn slot(self) -> usize {
        match self {
            Self::Out => 0,
            Self::Err => 1,
            Self::Mark => 2,
        }
    }
}

impl Record<'_> {
    /// Adds its bytes.
    pub fn write(&self, into: &mut Vec<u8>) {
        let tag = self.stream.tag(self.ends);
        into.extend_from_slice(format!("{} {tag} ", self.at).as_bytes());
        into.extend_from_slice(self.text);
        into.push(b'\n');
    }
}

/// Adds what a process wrote at one moment, as records: one for each line, and one for the beginning of a line whose end has not
/// come. Nothing is held back, so what was read from a pipe at once can be sent at once.
pub fn encode(stream: Stream, at: u64, written: &[u8], into: &mut Vec<u8>) {
    for line in written.split_inclusive(|byte| *byte == b'\n') {
        let (text, ends) = match line.split_last() {
            Some((b'\n', text)) => (text, true),
            _ => (line, false),
        };
        let last = text.len().saturating_sub(1) / TEXT;
        let pieces = text.chunks(TEXT).enumerate();
        for (number, text) in pieces.chain(text.is_empty().then_some((0, text))) {
            let ends = ends && number == last;
            Record {
                at,
                stream,
                ends,
                text,
            }
            .write(into);
        }
    }
}

/// The record that bytes begin with.
///
/// # Errors
/// When they are the beginning of none.
pub fn parse(bytes: &[u8]) -> Result<Parsed<'_>, Mistake> {
    let window = bytes.get(..LONGEST).unwrap_or(bytes);
    let Some(end) = memchr(b'\n', window) else {
        return match bytes.len() < LONGEST {
            true => Ok(Parsed::Part),
            false => Err(Mistake::Long),
        };
    };
    let line = window.get(..end).unwrap_or_default();
    Ok(Parsed::Record(record(line)?, end + 1))
}

fn record(line: &[u8]) -> Result<Record<'_>, Mistake> {
    let (at, rest) = cut(line).ok_or(Mistake::Time)?;
    let at = time(at).ok_or(Mistake::Time)?;
    let (tag, text) = cut(rest).ok_or(Mistake::Tag)?;
    let (stream, ends) = Stream::of(tag).ok_or(Mistake::Tag)?;
    if text.len() > TEXT {
        return Err(Mistake::Long);
    }
    if text.is_empty() && !ends {
        return Err(Mistake::Empty);
    }
    Ok(Record {
        at,
        stream,
        ends,
        text,
    })
}

/// What stands before and behind the first space.
fn cut(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes
        .split_at_checked(memchr(b' ', bytes)?)
        .and_then(|(before, rest)| Some((before, rest.get(1..)?)))
}

fn time(digits: &[u8]) -> Option<u64> {
    let spelled = matches!(digits, [b'0'] | [b'1'..=b'9', ..]);
    if !spelled || digits.len() > DIGITS {
        return None;
    }
    digits.iter().try_fold(0, |value: u64, digit| match digit {
        b'0'..=b'9' => Some(value * 10 + u64::from(digit - b'0')),
        _ => None,
    })
}
