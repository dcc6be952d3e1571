//! From text to what it declares.
//!
//! After a mistake reading goes on behind the statement, so that all mistakes of a file are found in one run.

mod enumeration;
mod extend;
mod field;
mod file;
mod literal;
mod message;
mod ranges;
mod service;
mod settings;

use std::sync::Arc;

use holdpoint_findings::Source;

use crate::lex::{Kind, Lexer, Token, text};
use crate::mistakes::{SYNTAX, TOO_DEEP, Work};
use crate::model::{File, Spot, Syntax};

pub(crate) use file::parse;
pub(crate) use ranges::{MOST, MOST_OF_ENUM, MOST_OF_SET};

/// How deep declarations and values may be within each other.
pub(crate) const DEPTH: usize = 64;

/// A mistake that is kept already.
pub(crate) struct Stop;

pub(crate) type Parsed<T> = Result<T, Stop>;

pub(crate) struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    token: Token,
    /// Where the token before ended.
    before: usize,
    depth: usize,
    /// The full name of what is being read.
    within: String,
    file: File,
    work: &'a mut Work,
}

impl<'a> Parser<'a> {
    fn new(file: File, source: &'a Arc<Source>, work: &'a mut Work) -> Self {
        let text = source.text();
        let mut lexer = Lexer::new(text);
        let token = lexer.next();
        Self {
            text,
            lexer,
            token,
            before: 0,
            depth: 0,
            within: String::new(),
            file,
            work,
        }
    }

    fn syntax(&self) -> Syntax {
        self.file.syntax
    }

    fn written(&self, token: Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    /// The word that comes next, if one does.
    fn word(&self) -> Option<&'a str> {
        (self.token.kind == Kind::Word).then(|| self.written(self.token))
    }

    fn is(&self, sign: u8) -> bool {
        self.token.kind == Kind::Sign(sign)
    }

    fn advance(&mut self) -> Token {
        let token = self.token;
        self.before = token.end;
        self.token = self.lexer.next();
        token
    }

    /// The token behind the next one.
    fn peek(&self) -> Token {
        self.lexer.clone().next()
    }

    fn take(&mut self, sign: u8) -> bool {
        let there = self.is(sign);
        if there {
            self.advance();
        }
        there
    }

    fn since(&self, start: usize) -> Spot {
        Spot::new(start, self.before)
    }

    /// A mistake at the next token: what should have been there.
    fn expected<T>(&mut self, what: &str) -> Parsed<T> {
        let at = Spot::new(self.token.start, self.token.end);
        let said = match self.token.kind {
            Kind::Bad(why) => why.to_owned(),
            Kind::End => format!("the file ends where {what} is expected"),
            _ => {
                let found: String = self.written(self.token).chars().take(40).collect();
                format!("expected {what}, found `{}`", found.replace('`', "'"))
            }
        };
        self.mistake(at, &said)
    }

    fn mistake<T>(&mut self, at: Spot, what: &str) -> Parsed<T> {
        self.work.at(&self.file, at, &SYNTAX, &[("what", what)]);
        Err(Stop)
    }

    fn sign(&mut self, sign: u8) -> Parsed<()> {
        match self.take(sign) {
            true => Ok(()),
            false => self.expected(&format!("`{}`", char::from(sign))),
        }
    }

    /// A name, with its place.
    fn name(&mut self, what: &str) -> Parsed<(Box<str>, Spot)> {
        let Some(word) = self.word() else {
            return self.expected(what);
        };
        let token = self.advance();
        Ok((word.into(), Spot::new(token.start, token.end)))
    }

    /// A name with dots, also one that begins with a dot.
    fn full_name(&mut self, what: &str) -> Parsed<(Box<str>, Spot)> {
        let start = self.token.start;
        let mut name = String::new();
        if self.take(b'.') {
            name.push('.');
        }
        loop {
            let (part, _) = self.name(what)?;
            name.push_str(&part);
            if !self.take(b'.') {
                break;
            }
            name.push('.');
        }
        Ok((name.into(), self.since(start)))
    }

    /// Strings beside each other, as one.
    fn string(&mut self, what: &str) -> Parsed<(Vec<u8>, Spot)> {
        let start = self.token.start;
        if self.token.kind != Kind::Text {
            return self.expected(what);
        }
        let mut bytes = Vec::new();
        while self.token.kind == Kind::Text {
            let token = self.advance();
            let inner = self.text.get(token.start + 1..token.end - 1);
            match text(inner.unwrap_or_default().as_bytes()) {
                Some(more) => bytes.extend(more),
                None => {
                    let at = Spot::new(token.start, token.end);
                    return self.mistake(at, "an escape of this string means nothing");
                }
            }
        }
        Ok((bytes, self.since(start)))
    }

    /// A string that has to be text.
    fn text_string(&mut self, what: &str) -> Parsed<(String, Spot)> {
        let (bytes, at) = self.string(what)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok((text, at)),
            Err(_) => self.mistake(at, "this string is not UTF-8"),
        }
    }

    /// Goes one level deeper, unless that is too deep; the brace before says where.
    fn enter(&mut self) -> bool {
        let deeper = self.depth < DEPTH;
        if deeper {
            self.depth += 1;
        } else {
            let at = Spot::new(self.before.saturating_sub(1), self.before);
            let limit = DEPTH.to_string();
            self.work
                .at(&self.file, at, &TOO_DEEP, &[("limit", &limit)]);
        }
        deeper
    }

    /// A block `{ … }`, statement by statement.
    fn block(&mut self, mut statement: impl FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.sign(b'{')?;
        if !self.enter() {
            self.leave();
            return Ok(());
        }
        loop {
            if self.take(b'}') {
                break;
            }
            if self.token.kind == Kind::End || self.work.enough() {
                self.depth -= 1;
                return self.expected("`}`");
            }
            if self.take(b';') {
                continue;
            }
            let start = self.token.start;
            if statement(self).is_err() {
                self.recover(start);
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Passes over the rest of a statement that began there: to behind its `;` or its block, or to a line that begins a
    /// declaration.
    fn recover(&mut self, start: usize) {
        loop {
            if self.token.start > start && self.begins_line() {
                return;
            }
            match self.token.kind {
                Kind::End | Kind::Sign(b'}') => return,
                Kind::Sign(b';') => {
                    self.advance();
                    return;
                }
                Kind::Sign(b'{') => {
                    self.advance();
                    self.leave();
                    self.take(b';');
                    return;
                }
                _ => {
                    self.advance();
                }
            }
        }
    }

    fn begins_line(&self) -> bool {
        let between = self.text.get(self.before..self.token.start);
        let fresh = between.is_some_and(|between| between.contains('\n'));
        let words = [
            "message", "enum", "service", "extend", "option", "import", "oneof", "rpc",
        ];
        fresh && self.word().is_some_and(|word| words.contains(&word))
    }

    /// Passes over the rest of a block that was entered.
    fn leave(&mut self) {
        let mut open = 1_usize;
        while open > 0 && self.token.kind != Kind::End {
            match self.advance().kind {
                Kind::Sign(b'{') => open += 1,
                Kind::Sign(b'}') => open -= 1,
                _ => {}
            }
        }
    }

    /// Reads what is within a name.
    fn inside<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.within.len();
        if length > 0 {
            self.within.push('.');
        }
        self.within.push_str(name);
        self.work.name(&self.file, &self.within);
        let read = read(self);
        self.within.truncate(length);
        read
    }
}
