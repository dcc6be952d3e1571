//! Text to tokens.

use holdpoint_findings::Span;

use super::Dialect;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lexeme {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A text in quotes of any kind.
    Text,
    /// A number.
    Number,
    /// Anything else, one byte each.
    Sign(u8),
}

/// A part of the text that means something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Lexeme,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A text as tokens and comments.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<Span>,
}

/// Quotes or a comment that are not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) at: usize,
    pub(crate) what: &'static str,
}

/// All tokens; and what is wrong with the text, after which nothing is read.
pub(crate) fn lex(text: &str, dialect: Dialect) -> (Lexed, Option<Broken>) {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        dialect,
        lexed: Lexed::default(),
    };
    let mut broken = None;
    while broken.is_none() && lexer.at < lexer.bytes.len() {
        broken = lexer.next().err();
    }
    (lexer.lexed, broken)
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
    lexed: Lexed,
}

type Step = Result<(), Broken>;

fn begins_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

impl Lexer<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Lexeme, start: usize) {
        let end = self.at;
        self.lexed.tokens.push(Token { kind, start, end });
    }

    fn next(&mut self) -> Step {
        let start = self.at;
        match self.byte(0) {
            byte if byte.is_ascii_whitespace() => self.at += 1,
            b'-' if self.byte(1) == b'-' && self.is_dash_comment() => self.line_comment(),
            b'#' if self.dialect.is_mysql() => self.line_comment(),
            b'/' if self.byte(1) == b'*' => return self.block_comment(),
            // The end of a comment that MySQL runs.
            b'*' if self.byte(1) == b'/' && self.dialect.is_mysql() => self.at += 2,
            b'\'' => return self.quoted(start, Lexeme::Text, "quotes", self.dialect.is_mysql()),
            b'"' if self.dialect.is_mysql() => {
                return self.quoted(start, Lexeme::Text, "quotes", true);
            }
            b'"' => return self.quoted(start, Lexeme::Quoted, "quotes of a name", false),
            b'`' if self.dialect != Dialect::Postgres => {
                return self.quoted(start, Lexeme::Quoted, "quotes of a name", false);
            }
            b'[' if self.dialect == Dialect::Sqlite => return self.bracketed(),
            b'$' if self.dialect == Dialect::Postgres => return self.dollar(),
            byte if begins_word(byte) => return self.word(),
            byte if byte.is_ascii_digit() => self.number(),
            byte => {
                self.at += 1;
                self.push(Lexeme::Sign(byte), start);
            }
        }
        Ok(())
    }

    /// MySQL wants a blank after the dashes.
    fn is_dash_comment(&self) -> bool {
        !self.dialect.is_mysql() || self.byte(2).is_ascii_whitespace() || self.byte(2) == 0
    }

    fn line_comment(&mut self) {
        let start = self.at;
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        self.lexed.comments.push(Span::new(start, self.at));
    }

    fn block_comment(&mut self) -> Step {
        let start = self.at;
        if self.dialect.is_mysql() && self.byte(2) == b'!' {
            // What is in it is run, from the version on that its number says.
            self.at += 3;
            while self.byte(0).is_ascii_digit() {
                self.at += 1;
            }
            return Ok(());
        }
        self.at += 2;
        let mut depth = 1;
        while depth > 0 {
            match (self.byte(0), self.byte(1)) {
                (b'*', b'/') => (depth, self.at) = (depth - 1, self.at + 2),
                (b'/', b'*') if self.dialect == Dialect::Postgres => {
                    (depth, self.at) = (depth + 1, self.at + 2);
                }
                _ if self.at >= self.bytes.len() => {
                    return Err(Broken {
                        at: start,
                        what: "the comment is not closed",
                    });
                }
                _ => self.at += 1,
            }
        }
        self.lexed.comments.push(Span::new(start, self.at));
        Ok(())
    }

    fn quoted(&mut self, start: usize, kind: Lexeme, what: &'static str, escapes: bool) -> Step {
        let quote = self.byte(0);
        self.at += 1;
        loop {
            match self.byte(0) {
                _ if self.at >= self.bytes.len() => {
                    let what = match what {
                        "quotes" => "the quotes are not closed",
                        _ => "the quotes of the name are not closed",
                    };
                    return Err(Broken { at: start, what });
                }
                b'\\' if escapes => self.at += 2,
                byte if byte == quote && self.byte(1) == quote => self.at += 2,
                byte if byte == quote => break self.at += 1,
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        self.push(kind, start);
        Ok(())
    }

    fn bracketed(&mut self) -> Step {
        let start = self.at;
        match self.rest().find(']') {
            Some(length) => self.at += length + 1,
            None => {
                return Err(Broken {
                    at: start,
                    what: "the bracket of the name is not closed",
                });
            }
        }
        self.push(Lexeme::Quoted, start);
        Ok(())
    }

    /// `$tag$ … $tag$`, or a parameter.
    fn dollar(&mut self) -> Step {
        let start = self.at;
        let is_tag = |byte: u8| begins_word(byte) || byte.is_ascii_digit();
        let after = self.bytes.get(start + 1..).unwrap_or_default();
        let length = after.iter().take_while(|byte| is_tag(**byte)).count();
        let closes = after.get(length) == Some(&b'$');
        if !closes || after.first().is_some_and(u8::is_ascii_digit) {
            self.at += 1 + length;
            self.push(Lexeme::Number, start);
            return Ok(());
        }
        let begin = start + length + 2;
        let tag = self.text.get(start..begin).unwrap_or_default();
        let body = self.text.get(begin..).unwrap_or_default();
        match body.find(tag) {
            Some(at) => self.at = begin + at + tag.len(),
            None => {
                return Err(Broken {
                    at: start,
                    what: "the dollar quotes are not closed",
                });
            }
        }
        self.push(Lexeme::Text, start);
        Ok(())
    }

    fn word(&mut self) -> Step {
        let start = self.at;
        let goes_on = |byte: &&u8| begins_word(**byte) || byte.is_ascii_digit() || **byte == b'$';
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(goes_on).count();
        self.at += length;
        // A letter before quotes: E'…' has escapes, the others are plain.
        if length == 1 && self.byte(0) == b'\'' {
            let letter = rest.first().map_or(0, u8::to_ascii_uppercase);
            if matches!(letter, b'E' | b'B' | b'X' | b'N') {
                return self.quoted(
                    start,
                    Lexeme::Text,
                    "quotes",
                    letter == b'E' || self.dialect.is_mysql(),
                );
            }
        }
        self.push(Lexeme::Word, start);
        Ok(())
    }

    fn number(&mut self) {
        let start = self.at;
        let goes_on = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'.' | b'_');
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(goes_on).count();
        self.push(Lexeme::Number, start);
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Lexeme, lex};

    fn texts(text: &str, dialect: Dialect) -> Vec<&str> {
        let (lexed, broken) = lex(text, dialect);
        assert_eq!(broken, None);
        let slice = |token: &super::Token| text.get(token.start..token.end).unwrap_or_default();
        lexed.tokens.iter().map(slice).collect()
    }

    #[test]
    fn quotes_of_every_kind_are_one_token() {
        let text = r#"SELECT 'it''s', E'a\'b', $$;'$$, $x$ $$ $x$, "a""b" -- '"#;
        let found = texts(text, Dialect::Postgres);
        assert_eq!(
            found,
            [
                "SELECT",
                "'it''s'",
                ",",
                r"E'a\'b'",
                ",",
                "$$;'$$",
                ",",
                "$x$ $$ $x$",
                ",",
                "\"a\"\"b\""
            ]
        );
    }

    #[test]
    fn each_dialect_has_its_own_quotes_and_comments() {
        let found = texts("SELECT `a`, \"it\\\"s\" # x\n, 1--1", Dialect::Mysql);
        assert_eq!(
            found,
            ["SELECT", "`a`", ",", "\"it\\\"s\"", ",", "1", "-", "-", "1"]
        );
        let found = texts("/*!40101 SET x = 1 */;", Dialect::Mysql);
        assert_eq!(found, ["SET", "x", "=", "1", ";"]);
        assert_eq!(texts("SELECT [a b]", Dialect::Sqlite), ["SELECT", "[a b]"]);
        assert_eq!(texts("/* /* */ */ 1", Dialect::Postgres), ["1"]);
    }

    #[test]
    fn what_is_not_closed_is_said_with_its_place() {
        for text in ["1 'x", "1 \"x", "1 $$x", "1 $a$ $$", "1 /* /* */"] {
            let (lexed, broken) = lex(text, Dialect::Postgres);
            assert_eq!(broken.map(|broken| broken.at), Some(2), "{text}");
            assert_eq!(lexed.tokens.len(), 1);
            assert!(matches!(
                lexed.tokens.first().map(|token| token.kind),
                Some(Lexeme::Number)
            ));
        }
    }
}
