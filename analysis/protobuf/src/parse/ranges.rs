//! Numbers and names that are reserved, and numbers for extensions.

use super::{Parsed, Parser};
use crate::lex::{Kind, number};
use crate::model::{Enum, Message, Range, Spot};

/// The greatest number of a field.
pub(crate) const MOST: i64 = 536_870_911;
/// The same of a message that is a set of messages.
pub(crate) const MOST_OF_SET: i64 = 0x7fff_fffe;
/// The greatest number of a value of an enum.
pub(crate) const MOST_OF_ENUM: i64 = 0x7fff_ffff;

impl Parser<'_> {
    /// A whole number, also one below zero.
    pub(super) fn whole(&mut self, what: &str) -> Parsed<(i64, Spot)> {
        let start = self.token.start;
        let negative = self.take(b'-');
        let value = match self.token.kind {
            Kind::Int => number(self.written(self.token)),
            _ => None,
        };
        let value = value.and_then(|value| i64::try_from(value).ok());
        let Some(value) = value else {
            return self.expected(what);
        };
        self.advance();
        let value = if negative { -value } else { value };
        let at = self.since(start);
        match i32::try_from(value) {
            Ok(_) => Ok((value, at)),
            Err(_) => self.mistake(at, "this number does not fit into 32 bits"),
        }
    }

    /// `1, 3 to 5, 9 to max`
    fn ranges(&mut self, most: i64) -> Parsed<Vec<Range>> {
        let mut ranges = Vec::new();
        loop {
            let (start, at) = self.whole("a number")?;
            let mut end = start;
            if self.word() == Some("to") {
                self.advance();
                end = match self.word() {
                    Some("max") => {
                        self.advance();
                        most
                    }
                    _ => self.whole("a number, or `max`")?.0,
                };
            }
            if end < start {
                return self.mistake(at, "the end is before the start");
            }
            self.work.declare(&self.file);
            ranges.push(Range { start, end });
            if !self.take(b',') {
                return Ok(ranges);
            }
        }
    }

    /// Names, in quotes or, in editions, as they are.
    fn reserved_names(&mut self) -> Parsed<Vec<(Box<str>, Spot)>> {
        let mut names = Vec::new();
        loop {
            let (name, at) = match self.token.kind {
                Kind::Text => self.text_string("a name")?,
                _ => {
                    let (name, at) = self.name("a name")?;
                    (name.into(), at)
                }
            };
            self.work.declare(&self.file);
            names.push((name.into(), at));
            if !self.take(b',') {
                return Ok(names);
            }
        }
    }

    pub(super) fn reserved_in(&mut self, message: &mut Message) -> Parsed<()> {
        self.advance();
        match self.token.kind {
            Kind::Text | Kind::Word => message.reserved_names.extend(self.reserved_names()?),
            _ => message.reserved.extend(self.ranges(MOST)?),
        }
        self.sign(b';')
    }

    pub(super) fn reserved_in_enum(&mut self, found: &mut Enum) -> Parsed<()> {
        self.advance();
        match self.token.kind {
            Kind::Text | Kind::Word => found.reserved_names.extend(self.reserved_names()?),
            _ => found.reserved.extend(self.ranges(MOST_OF_ENUM)?),
        }
        self.sign(b';')
    }

    /// `extensions 100 to max;`
    pub(super) fn extensions(&mut self, message: &mut Message) -> Parsed<()> {
        self.advance();
        // Whether it is a set of messages may be said later: `max` is put right in the end.
        message.extension_ranges.extend(self.ranges(MOST)?);
        self.brackets(|this, setting| this.set_range(setting))?;
        self.sign(b';')
    }
}
