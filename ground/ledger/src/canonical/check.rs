//! Checking that bytes are canonical already, in one pass and without building a value.

use std::borrow::Cow;

use super::number::{MAX_INTEGER, ecmascript};
use super::write::escape;
use super::{MAX_DEPTH, Numbers, key_order};

/// Where and why bytes are not canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not canonical JSON at byte {offset}: {reason}")]
pub struct NotCanonical {
    /// Offset of the byte.
    pub offset: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

/// Whether bytes are canonical JSON with integers only.
#[must_use]
pub fn is_canonical(json: &[u8]) -> bool {
    check(json, Numbers::Integers).is_ok()
}

/// Checks that bytes are canonical JSON.
///
/// # Errors
/// At the first byte that canonical JSON would not have there.
pub fn check(json: &[u8], numbers: Numbers) -> Result<(), NotCanonical> {
    let text = str::from_utf8(json).map_err(|error| NotCanonical {
        offset: error.valid_up_to(),
        reason: "the bytes are not UTF-8",
    })?;
    let mut scanner = Scanner {
        text,
        at: 0,
        numbers,
    };
    scanner.value(0)?;
    if scanner.at < text.len() {
        return Err(scanner.wrong("bytes follow the value"));
    }
    Ok(())
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    numbers: Numbers,
}

impl<'a> Scanner<'a> {
    fn wrong(&self, reason: &'static str) -> NotCanonical {
        NotCanonical {
            offset: self.at,
            reason,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps over `byte` if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), NotCanonical> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.wrong(reason))
        }
    }

    fn value(&mut self, depth: usize) -> Result<(), NotCanonical> {
        match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                Err(self.wrong("arrays and objects are nested too deeply"))
            }
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Result<(), NotCanonical> {
        let rest = self.rest();
        let found = ["null", "true", "false"]
            .into_iter()
            .find(|word| rest.starts_with(word));
        let word =
            found.ok_or_else(|| self.wrong("a value is expected, without spaces before it"))?;
        self.at += word.len();
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), NotCanonical> {
        self.at += 1;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            self.value(depth)?;
            if !self.eat(b',') {
                return self.expect(b']', "`,` or `]` is expected, without spaces before it");
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), NotCanonical> {
        self.at += 1;
        if self.eat(b'}') {
            return Ok(());
        }
        let mut previous: Option<Cow<'a, str>> = None;
        loop {
            let key = self.key(previous.as_deref())?;
            self.expect(b':', "`:` is expected, without spaces before it")?;
            self.value(depth)?;
            if !self.eat(b',') {
                return self.expect(b'}', "`,` or `}` is expected, without spaces before it");
            }
            previous = Some(key);
        }
    }

    fn key(&mut self, previous: Option<&str>) -> Result<Cow<'a, str>, NotCanonical> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a key is expected, without spaces before it"));
        }
        let key = self.string()?;
        let reason = match previous.map(|previous| key_order(previous, &key)) {
            Some(std::cmp::Ordering::Equal) => "a key is repeated",
            Some(std::cmp::Ordering::Greater) => {
                "the keys are not in order of their UTF-16 code units"
            }
            _ => return Ok(key),
        };
        Err(NotCanonical {
            offset: start,
            reason,
        })
    }

    /// Steps over a string; returns what it stands for.
    fn string(&mut self) -> Result<Cow<'a, str>, NotCanonical> {
        self.at += 1;
        let mut value = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let stop = rest
                .bytes()
                .position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\');
            let plain = stop.and_then(|stop| rest.get(..stop));
            let plain = plain.ok_or_else(|| self.wrong("the string is not closed"))?;
            self.at += plain.len();
            value += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.to_mut().push(self.escaped()?),
                _ => return Err(self.wrong("a control character must be escaped")),
            }
        }
    }

    /// Steps over an escape, which must be the one that canonical JSON has for its character.
    fn escaped(&mut self) -> Result<char, NotCanonical> {
        let rest = self.rest();
        let byte = match rest.as_bytes().get(1) {
            Some(b'u') => rest
                .get(2..6)
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            Some(b'b') => Some(0x08),
            Some(b't') => Some(b'\t'),
            Some(b'n') => Some(b'\n'),
            Some(b'f') => Some(0x0c),
            Some(b'r') => Some(b'\r'),
            other => other.copied(),
        };
        let found = byte.and_then(|byte| Some((byte, escape(byte)?)));
        match found.filter(|(_, spelling)| rest.starts_with(&**spelling)) {
            Some((byte, spelling)) => {
                self.at += spelling.len();
                Ok(char::from(byte))
            }
            None => Err(self.wrong("canonical JSON has no such escape")),
        }
    }

    fn number(&mut self) -> Result<(), NotCanonical> {
        let of_number = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let rest = self.rest();
        let end = rest
            .bytes()
            .position(|byte| !of_number(byte))
            .unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        let canonical = match self.numbers {
            Numbers::Integers => canonical_integer(text),
            Numbers::Any => text
                .parse()
                .ok()
                .and_then(ecmascript)
                .is_some_and(|one| one == text),
        };
        if !canonical {
            return Err(self.wrong(match self.numbers {
                Numbers::Integers => {
                    "an integer from -2^53 to 2^53 in its shortest form is expected"
                }
                Numbers::Any => "the number is not in the form that ECMAScript writes",
            }));
        }
        self.at += end;
        Ok(())
    }
}

fn canonical_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|integer| {
        (-MAX_INTEGER..=MAX_INTEGER).contains(&integer) && integer.to_string() == text
    })
}
