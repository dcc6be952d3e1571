//! Words, numbers, strings and signs of a `.proto` file.

mod text;

pub(crate) use text::{number, text};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Int,
    Float,
    Text,
    Sign(u8),
    /// The end of the file.
    End,
    /// Why it is none.
    Bad(&'static str),
}

/// A token and its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Tokens, one after the other. A copy of it looks ahead.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_while(&mut self, holds: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&holds) {
            self.at += 1;
        }
    }

    /// Passes over blanks and comments; says whether a comment has no end.
    fn blanks(&mut self) -> Result<(), usize> {
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | 9..=13));
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'/')) => self.skip_while(|byte| byte != b'\n'),
                (Some(b'/'), Some(b'*')) => {
                    let start = self.at;
                    self.at += 2;
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    match rest.windows(2).position(|two| two == b"*/") {
                        Some(end) => self.at += end + 2,
                        None => {
                            self.at = self.bytes.len();
                            return Err(start);
                        }
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    pub(crate) fn next(&mut self) -> Token {
        let blanks = self.blanks();
        let start = blanks.err().unwrap_or(self.at);
        let kind = match blanks {
            Err(_) => Kind::Bad("this comment has no end"),
            Ok(()) => self.token(),
        };
        Token {
            kind,
            start,
            end: self.at,
        }
    }

    fn token(&mut self) -> Kind {
        let Some(first) = self.peek(0) else {
            return Kind::End;
        };
        match first {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Kind::Word
            }
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
            b'"' | b'\'' => self.quoted(first),
            0x21..=0x7e => {
                self.at += 1;
                Kind::Sign(first)
            }
            _ => {
                self.at += 1;
                self.skip_while(|byte| byte >= 0x80);
                Kind::Bad("this character has no meaning here")
            }
        }
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        let hex = self.peek(0) == Some(b'0') && matches!(self.peek(1), Some(b'x' | b'X'));
        while let Some(byte) = self.peek(0) {
            let exponent = !hex && matches!(byte, b'e' | b'E');
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'.' => self.at += 1,
                _ => break,
            }
            if exponent && matches!(self.peek(0), Some(b'+' | b'-')) {
                self.at += 1;
            }
        }
        let written = self.bytes.get(start..self.at).unwrap_or_default();
        let written = std::str::from_utf8(written).unwrap_or_default();
        match number(written) {
            Some(_) => Kind::Int,
            None if !hex && written.parse::<f64>().is_ok() => Kind::Float,
            None => Kind::Bad("this is no number"),
        }
    }

    fn quoted(&mut self, quote: u8) -> Kind {
        self.at += 1;
        loop {
            match self.peek(0) {
                None | Some(b'\n' | 0) => return Kind::Bad("this string has no end"),
                Some(b'\\') => self.at = (self.at + 2).min(self.bytes.len()),
                Some(byte) => {
                    self.at += 1;
                    if byte == quote {
                        return Kind::Text;
                    }
                }
            }
        }
    }
}
