//! The text of a file, with its lines.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use crate::{Finding, Level, Place, Rule, Unreadable};

/// Bytes that a file may have. The largest published API descriptions have some ten million.
const BYTES: usize = 64 << 20;

/// How many bytes a file may have.
#[must_use]
pub fn source_limit() -> usize {
    BYTES
}

/// Files that cannot be read as text.
pub(crate) static RULES: &[Rule] = &[TOO_LARGE, NOT_TEXT];

const TOO_LARGE: Rule = Rule {
    id: "document-too-large",
    level: Level::Error,
    message: "the file has {what}",
    why: "A small text can stand for an immense one, and whoever writes a file must not decide how much memory its reader needs.",
    help: "divide it into several files, or check the part that matters",
    example: "a file of 100 MB",
    aliases: &[],
};

const NOT_TEXT: Rule = Rule {
    id: "document-not-text",
    level: Level::Error,
    message: "the file is not UTF-8 text: {what}",
    why: "What is read with the wrong letters would be compared wrongly.",
    help: "save it as UTF-8; a compressed or binary file has to be unpacked first",
    example: "a file that was saved as Latin-1",
    aliases: &[],
};

/// A part of a text, in bytes, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl Span {
    /// From a place to another.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        // No text is longer than `BYTES`.
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (start, end) = (small(start), small(end));
        Self {
            start,
            end: end.max(start),
        }
    }
}

/// A line and a column, both from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The text of a file.
#[derive(Debug)]
pub struct Source {
    name: Arc<str>,
    text: String,
    /// Where each line begins.
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// The text of a file that is called so.
    ///
    /// # Errors
    /// If it is too large or no text.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() > BYTES {
            return Err(too_large(name));
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Err(not_text(name, error.as_bytes())),
        };
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        Ok(Self {
            name: name.into(),
            text,
            lines: OnceLock::new(),
        })
    }

    /// The same, from a reader, of which no more is read than a file may have.
    ///
    /// # Errors
    /// If it cannot be read; or is too large or no text, which is the inner error.
    pub fn from_reader(name: &str, reader: impl Read) -> std::io::Result<Result<Self, Unreadable>> {
        let mut bytes = Vec::new();
        let limit = BYTES as u64 + 1;
        reader.take(limit).read_to_end(&mut bytes)?;
        Ok(Self::new(name, bytes))
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// All of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate();
            let after = breaks.filter(|(_, byte)| *byte == b'\n');
            let starts = after.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// Which line and column a byte stands in.
    #[must_use]
    pub fn position(&self, at: u32) -> Position {
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= at).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0) as usize;
        let mut at = (at as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = self.text.get(start..at).unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The line of this number, without its end.
    #[must_use]
    pub fn line(&self, number: usize) -> Option<&str> {
        let start = *self.lines().get(number.checked_sub(1)?)? as usize;
        let rest = self.text.get(start..)?;
        let line = rest.split('\n').next()?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

/// Texts by their names, for excerpts.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<Arc<str>, Arc<Source>>);

impl Sources {
    /// Adds one.
    pub fn add(&mut self, source: &Arc<Source>) {
        self.0.insert(source.name(), Arc::clone(source));
    }

    /// The one that is called so.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Source> {
        self.0.get(name).map(AsRef::as_ref)
    }
}

fn too_large(name: &str) -> Unreadable {
    let what = format!("more than {} MiB, and may have no more", BYTES >> 20);
    refused(&TOO_LARGE, Place::whole(name), &what)
}

fn not_text(name: &str, bytes: &[u8]) -> Unreadable {
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let (before, rest) = bytes.split_at(good);
    // All before is text.
    let before = std::str::from_utf8(before).unwrap_or_default();
    let last = before.rsplit('\n').next().unwrap_or_default();
    let place = Place {
        line: before.matches('\n').count() + 1,
        column: last.chars().count() + 1,
        ..Place::whole(name)
    };
    let what = match (bytes, rest) {
        ([0x1f, 0x8b, ..], _) => "it is compressed by gzip".to_owned(),
        ([0xff, 0xfe, ..] | [0xfe, 0xff, ..], _) => "it is UTF-16".to_owned(),
        (_, [byte, ..]) => format!("the byte 0x{byte:02x} has no meaning here"),
        (_, []) => "it ends within a letter".to_owned(),
    };
    refused(&NOT_TEXT, place, &what)
}

fn refused(rule: &'static Rule, place: Place, what: &str) -> Unreadable {
    let finding = Finding::new(rule, place, "", &[("what", what)]);
    Unreadable::new(vec![finding], Sources::default())
}
