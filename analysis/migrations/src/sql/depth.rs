//! How deep expressions are nested, found before anything that recurses reads them.

use super::{Broken, Dialect, Lexeme, Token, lex};

/// Brackets within brackets.
const BRACKETS: usize = 500;
/// Operators, prefixes and joins that may stand within each other, all open brackets together.
const CHAIN: usize = 5_000;
/// Texts within texts: the body of a function that makes a function.
const BODIES: usize = 3;

/// What is nested deeper than the reader of expressions may go, if anything is.
pub(crate) fn too_deep(text: &str, tokens: &[Token], dialect: Dialect) -> Option<Broken> {
    let level = Level {
        text,
        dialect,
        offset: 0,
        bodies: 0,
    };
    level.too_deep(tokens)
}

/// A text, or one within another.
struct Level<'a> {
    text: &'a str,
    dialect: Dialect,
    offset: usize,
    bodies: usize,
}

/// Brackets that are open, each with the parts of its chain so far.
struct Open {
    chains: Vec<usize>,
    all: usize,
}

impl Open {
    fn part(&mut self) {
        self.all += 1;
        if let Some(last) = self.chains.last_mut() {
            *last += 1;
        }
    }

    fn close(&mut self) {
        self.all -= self.chains.pop().unwrap_or(0);
        if self.chains.is_empty() {
            self.chains.push(0);
        }
    }

    fn too_deep(&self) -> Option<&'static str> {
        if self.chains.len() > BRACKETS {
            return Some("brackets are nested more than 500 deep");
        }
        (self.all > CHAIN).then_some("an expression has more than 5,000 parts")
    }
}

impl Level<'_> {
    fn too_deep(&self, tokens: &[Token]) -> Option<Broken> {
        let begin = || Open {
            chains: vec![0],
            all: 0,
        };
        let mut open = begin();
        for token in tokens {
            match token.kind {
                Lexeme::Sign(b'(' | b'[' | b'{') => open.chains.push(0),
                Lexeme::Sign(b')' | b']' | b'}') => open.close(),
                Lexeme::Sign(b',') => open.all -= open.chains.last_mut().map_or(0, std::mem::take),
                Lexeme::Sign(b';') => open = begin(),
                Lexeme::Sign(b'.') | Lexeme::Quoted | Lexeme::Number => {}
                Lexeme::Sign(_) | Lexeme::Word => open.part(),
                Lexeme::Text => {
                    if let Some(broken) = self.body(token) {
                        return Some(broken);
                    }
                }
            }
            if let Some(what) = open.too_deep() {
                return Some(Broken {
                    at: self.offset + token.start,
                    what,
                });
            }
        }
        None
    }

    /// A text in quotes, which may be the body of a function.
    fn body(&self, token: &Token) -> Option<Broken> {
        let at = self.offset + token.start;
        let slice = self.text.get(token.start..token.end).unwrap_or_default();
        let dollars = slice.starts_with('$');
        let text = slice.trim_matches(['\'', '$']);
        if self.bodies >= BODIES {
            return dollars.then_some(Broken {
                at,
                what: "quotes are nested too deep",
            });
        }
        if !dollars && !text.contains([';', '(']) {
            return None;
        }
        let (inner, _) = lex(text, self.dialect);
        let offset = at + (slice.len() - text.len()) / 2;
        let level = Level {
            text,
            dialect: self.dialect,
            offset,
            bodies: self.bodies + 1,
        };
        level.too_deep(&inner.tokens)
    }
}
