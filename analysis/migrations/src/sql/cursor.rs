//! Going through the tokens of one statement.

use holdpoint_findings::Span;

use super::model::Name;
use super::{Dialect, Lexeme, Token};

/// A place among the tokens of one statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) dialect: Dialect,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token], dialect: Dialect) -> Self {
        Self {
            text,
            tokens,
            dialect,
            at: 0,
        }
    }

    fn ahead(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// Where the next token begins; where the last one ends if there is none.
    pub(super) fn start(&self) -> usize {
        match (self.ahead(0), self.tokens.last()) {
            (Some(token), _) => token.start,
            (None, Some(last)) => last.end,
            (None, None) => 0,
        }
    }

    /// Where the token before ends.
    pub(super) fn end(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |token| token.end)
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.end().max(start))
    }

    /// What stands between a place and here.
    pub(super) fn since(&self, start: usize) -> String {
        let text = self.text.get(start..self.end()).unwrap_or_default();
        text.to_owned()
    }

    /// Whether the token so far ahead is this keyword.
    pub(super) fn is_at(&self, ahead: usize, word: &str) -> bool {
        self.ahead(ahead).is_some_and(|token| {
            token.kind == Lexeme::Word && self.slice(token).eq_ignore_ascii_case(word)
        })
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.is_at(0, word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether these keywords follow each other.
    pub(super) fn are(&self, words: &str) -> bool {
        { words.split(' ').enumerate() }.all(|(ahead, word)| self.is_at(ahead, word))
    }

    /// Goes past these keywords if they are there.
    pub(super) fn eat(&mut self, words: &str) -> bool {
        let there = self.are(words);
        if there {
            self.at += words.split(' ').count();
        }
        there
    }

    pub(super) fn is_sign(&self, sign: u8) -> bool {
        self.ahead(0)
            .is_some_and(|token| token.kind == Lexeme::Sign(sign))
    }

    pub(super) fn eat_sign(&mut self, sign: u8) -> bool {
        let there = self.is_sign(sign);
        self.at += usize::from(there);
        there
    }

    /// The next token as it is written, in small letters if it is a word.
    pub(super) fn word(&self) -> String {
        self.ahead(0)
            .map_or_else(String::new, |token| match token.kind {
                Lexeme::Word => self.slice(token).to_ascii_lowercase(),
                _ => self.slice(token).to_owned(),
            })
    }

    pub(super) fn is_name(&self) -> bool {
        let named = |token: &Token| match token.kind {
            Lexeme::Word | Lexeme::Quoted => true,
            // SQLite and PostgreSQL have no names in such quotes, MySQL sometimes has.
            Lexeme::Text => self.dialect != Dialect::Postgres,
            _ => false,
        };
        self.ahead(0).is_some_and(named)
    }

    /// A name without its quotes; small letters where they do not matter.
    pub(super) fn ident(&mut self) -> Option<String> {
        if !self.is_name() {
            return None;
        }
        let token = self.ahead(0)?;
        let slice = self.slice(token);
        self.at += 1;
        let bare = |open: char, close: char| {
            let inner = slice
                .strip_prefix(open)
                .and_then(|text| text.strip_suffix(close));
            let doubled = format!("{close}{close}");
            inner.unwrap_or(slice).replace(&doubled, &close.to_string())
        };
        let name = match (token.kind, slice.as_bytes().first()) {
            (Lexeme::Word, _) => return Some(slice.to_lowercase()),
            (_, Some(b'[')) => bare('[', ']'),
            (_, Some(b'`')) => bare('`', '`'),
            (_, Some(b'\'')) => bare('\'', '\''),
            _ => bare('"', '"'),
        };
        Some(match self.dialect {
            Dialect::Postgres => name,
            _ => name.to_lowercase(),
        })
    }

    /// A name with its schema.
    pub(super) fn name(&mut self) -> Option<Name> {
        let mut parts = vec![self.ident()?];
        while self.is_sign(b'.') {
            self.at += 1;
            parts.push(self.ident()?);
        }
        let name = parts.pop()?;
        Some(Name {
            schema: parts.pop(),
            name,
        })
    }

    /// Goes past a bracket with all that is in it, and says what that is.
    pub(super) fn brackets(&mut self) -> Option<String> {
        if !self.is_sign(b'(') {
            return None;
        }
        self.at += 1;
        let start = self.start();
        let mut depth = 1_usize;
        while let Some(token) = self.ahead(0) {
            match token.kind {
                Lexeme::Sign(b'(') => depth += 1,
                Lexeme::Sign(b')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inner = self
                    .text
                    .get(start..self.end().max(start))
                    .unwrap_or_default();
                self.at += 1;
                return Some(inner.to_owned());
            }
            self.at += 1;
        }
        None
    }

    /// Goes past one token, or a bracket as a whole.
    pub(super) fn step(&mut self) {
        let before = self.at;
        if self.brackets().is_none() {
            self.at = self.at.max(before + 1);
        }
    }

    /// Goes to the next comma, closing bracket or end.
    pub(super) fn reach_comma(&mut self) {
        while !self.done() && !self.is_sign(b',') && !self.is_sign(b')') {
            self.step();
        }
    }

    /// Names in brackets; an expression as it is written.
    pub(super) fn parts(&mut self) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.eat_sign(b'(') {
            return parts;
        }
        while !self.done() && !self.is_sign(b')') {
            let start = self.start();
            let mut named = *self;
            let name = named.ident();
            let ends = named.is_any(&["ASC", "DESC", "NULLS", "COLLATE"])
                || named.is_sign(b',') || named.is_sign(b')') || named.is_name()
                // MySQL: only so much of the column.
                || (named.is_sign(b'(') && named.dialect.is_mysql());
            self.reach_comma();
            parts.push(match name {
                Some(name) if ends => name,
                _ => self.since(start),
            });
            self.eat_sign(b',');
        }
        self.eat_sign(b')');
        parts
    }

    /// The rest of the statement as it is written.
    pub(super) fn rest(&mut self) -> String {
        let start = self.start();
        self.at = self.tokens.len();
        self.since(start)
    }

    /// How MySQL is asked to do it: ALGORITHM and LOCK, to the end.
    pub(super) fn how(&mut self) -> (Option<String>, Option<String>) {
        let (mut algorithm, mut lock) = (None, None);
        while !self.done() {
            let asked = match self.word().as_str() {
                "algorithm" => &mut algorithm,
                "lock" => &mut lock,
                _ => {
                    self.step();
                    continue;
                }
            };
            self.skip();
            let _ = self.eat_sign(b'=');
            *asked = self.ident();
        }
        (algorithm, lock)
    }

    /// Goes on to this keyword outside of brackets, and past it.
    pub(super) fn find(&mut self, word: &str) -> bool {
        while !self.done() {
            if self.eat(word) {
                return true;
            }
            self.step();
        }
        false
    }
}
