//! Reading JSON (RFC 8259).

mod text;

use super::build::{Builder, Next};
use super::node::Content;
use super::rules;
use crate::{Finding, Span};

/// Where reading has come to.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// What may stand here.
#[derive(Clone, Copy)]
enum Expected {
    Value,
    /// A value, or the end of a list that has just begun.
    FirstItem,
    /// A key, or the end of a map that has just begun.
    FirstKey,
    Key,
    /// A comma or an end.
    After,
}

/// What is wrong at a byte.
type Wrong = (usize, &'static str);

/// Reads the one value of the text.
pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Box<Finding>> {
    let mut reader = Reader { text, at: 0 };
    reader.value_after(builder)?;
    match reader.peek() {
        None => Ok(()),
        Some(_) => Err(wrong(
            builder,
            text,
            (reader.at, "the file should end here"),
        )),
    }
}

/// Reads values that follow each other, each of which begins on a line of its own.
pub(super) fn read_lines(text: &str, builder: &mut Builder<'_>) -> Result<(), Box<Finding>> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_spaces();
    while reader.peek().is_some() {
        let ended = reader.value_after(builder)?;
        let between = text.get(ended..reader.at).unwrap_or_default();
        if reader.peek().is_some() && !between.contains('\n') {
            return Err(wrong(
                builder,
                text,
                (reader.at, "the line should end here"),
            ));
        }
    }
    Ok(())
}

fn wrong(builder: &Builder<'_>, text: &str, (at, why): Wrong) -> Box<Finding> {
    let width = text.get(at..).and_then(|rest| rest.chars().next());
    let span = Span::new(at, at + width.map_or(0, char::len_utf8));
    rules::syntax(builder.source, span, "JSON", why)
}

/// The outer error is of the text, the inner one of a limit.
type Stepped = Result<Result<Expected, Box<Finding>>, Wrong>;

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += rest.iter().take_while(space).count();
    }

    /// Reads a value with the spaces around it; says where it ended.
    fn value_after(&mut self, builder: &mut Builder<'_>) -> Result<usize, Box<Finding>> {
        let mut expected = Expected::Value;
        loop {
            let ended = self.at;
            self.skip_spaces();
            if let (Expected::After, Next::Root) = (expected, builder.next()) {
                return Ok(ended);
            }
            expected = match self.step(expected, builder) {
                Ok(next) => next?,
                Err(what) => return Err(wrong(builder, self.text, what)),
            };
        }
    }

    fn since(&self, begun: usize) -> Span {
        Span::new(begun, self.at)
    }

    fn step(&mut self, expected: Expected, builder: &mut Builder<'_>) -> Stepped {
        match (expected, self.peek()) {
            (Expected::FirstItem, Some(b']')) | (Expected::FirstKey, Some(b'}')) => {
                Ok(self.end(builder))
            }
            (Expected::Value | Expected::FirstItem, _) => self.value(builder),
            (Expected::Key | Expected::FirstKey, Some(b'"')) => self.key(builder).map(Ok),
            (Expected::Key | Expected::FirstKey, _) => {
                Err((self.at, "a key in quotes is expected"))
            }
            (Expected::After, found) => self.after(found, builder),
        }
    }

    fn end(&mut self, builder: &mut Builder<'_>) -> Result<Expected, Box<Finding>> {
        self.at += 1;
        builder.end().map(|_| Expected::After)
    }

    fn after(&mut self, found: Option<u8>, builder: &mut Builder<'_>) -> Stepped {
        let in_list = builder.next() == Next::Item;
        match (found, in_list) {
            (Some(b','), _) => {
                self.at += 1;
                Ok(Ok(if in_list {
                    Expected::Value
                } else {
                    Expected::Key
                }))
            }
            (Some(b']'), true) | (Some(b'}'), false) => Ok(self.end(builder)),
            (_, true) => Err((self.at, "a comma or `]` is expected")),
            (_, false) => Err((self.at, "a comma or `}` is expected")),
        }
    }

    fn key(&mut self, builder: &mut Builder<'_>) -> Result<Expected, Wrong> {
        let begun = self.at;
        let key = text::read(self.text, &mut self.at)?;
        builder.key(&key, self.since(begun));
        self.skip_spaces();
        if self.peek() != Some(b':') {
            return Err((self.at, "a colon is expected"));
        }
        self.at += 1;
        Ok(Expected::Value)
    }

    fn value(&mut self, builder: &mut Builder<'_>) -> Stepped {
        let begun = self.at;
        let content = match self.peek() {
            Some(b'{') => {
                self.at += 1;
                let began = builder.begin_map(self.since(begun));
                return Ok(began.map(|()| Expected::FirstKey));
            }
            Some(b'[') => {
                self.at += 1;
                let began = builder.begin_list(self.since(begun));
                return Ok(began.map(|()| Expected::FirstItem));
            }
            Some(b'"') => Content::Text(text::read(self.text, &mut self.at)?.into()),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        let added = builder.scalar(content, self.since(begun));
        Ok(added.map(|_| Expected::After))
    }

    fn word(&mut self) -> Result<Content, Wrong> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = [
            ("null", Content::Null),
            ("true", Content::Bool(true)),
            ("false", Content::Bool(false)),
        ];
        for (word, content) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(content);
            }
        }
        Err((self.at, "a value is expected"))
    }

    fn digits(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn skip(&mut self, bytes: &[u8]) -> bool {
        let there = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(there);
        there
    }

    fn number(&mut self) -> Result<Content, Wrong> {
        let begun = self.at;
        self.skip(b"-");
        let zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (zero && whole > 1) {
            return Err((
                begun,
                "a number has one digit at least, and no zero before others",
            ));
        }
        if self.skip(b".") && self.digits() == 0 {
            return Err((self.at, "a digit is expected"));
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            if self.digits() == 0 {
                return Err((self.at, "a digit is expected"));
            }
        }
        let written = self.text.get(begun..self.at).unwrap_or_default();
        Ok(Content::Number(written.into()))
    }
}
