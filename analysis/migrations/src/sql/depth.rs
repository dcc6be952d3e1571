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
    level(text, tokens, dialect, 0, 0)
}

fn level(
    text: &str,
    tokens: &[Token],
    dialect: Dialect,
    offset: usize,
    depth: usize,
) -> Option<Broken> {
    let mut open = vec![0_usize];
    let mut all = 0;
    for token in tokens {
        let at = offset + token.start;
        let slice = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            Lexeme::Sign(b'(' | b'[' | b'{') => open.push(0),
            Lexeme::Sign(b')' | b']' | b'}') => all -= open.pop().unwrap_or(0),
            Lexeme::Sign(b',') => all -= open.last_mut().map_or(0, std::mem::take),
            Lexeme::Sign(b';') => {
                open = vec![0];
                all = 0;
            }
            Lexeme::Sign(b'.') | Lexeme::Quoted | Lexeme::Number => {}
            Lexeme::Sign(_) | Lexeme::Word => {
                all += 1;
                if let Some(last) = open.last_mut() {
                    *last += 1;
                }
            }
            Lexeme::Text => {
                let body = slice.trim_matches(['\'', '$']);
                let looks = slice.starts_with('$') || body.contains([';', '(']);
                if depth >= BODIES && slice.starts_with('$') {
                    return Some(Broken {
                        at,
                        what: "quotes are nested too deep",
                    });
                }
                if looks && depth < BODIES {
                    let (inner, _) = lex(body, dialect);
                    let start = at + (slice.len() - body.len()) / 2;
                    if let Some(broken) = level(body, &inner.tokens, dialect, start, depth + 1) {
                        return Some(broken);
                    }
                }
            }
        }
        if open.is_empty() {
            open.push(0);
        }
        if open.len() > BRACKETS {
            return Some(Broken {
                at,
                what: "brackets are nested more than 500 deep",
            });
        }
        if all > CHAIN {
            return Some(Broken {
                at,
                what: "an expression has more than 5,000 parts",
            });
        }
    }
    None
}
