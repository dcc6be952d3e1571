//! From text to tokens.

use super::fault::{At, Fault};

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword or a variable.
    Word(String),
    Text(String),
    Number(String),
    Symbol(&'static str),
}

const SYMBOLS: &[&str] = &["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","];

/// All tokens with their places.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, At)>, Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let trimmed = rest.trim_start();
        if trimmed.len() < rest.len() {
            at += rest.len() - trimmed.len();
            continue;
        }
        let (token, length) = one(rest, at)?;
        let place = At {
            start: at,
            end: at + length,
        };
        found.push((token, place));
        at += length;
    }
    Ok(found)
}

fn one(rest: &str, at: usize) -> Result<(Token, usize), Fault> {
    let first = rest.chars().next().unwrap_or_default();
    if let quote @ ('\'' | '"') = first {
        return quoted(rest, quote, at);
    }
    if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        return Ok((Token::Symbol(symbol), symbol.len()));
    }
    if first.is_ascii_digit() || first == '-' {
        let end = rest.get(1..).unwrap_or_default();
        let end = end.find(|c: char| !c.is_ascii_digit()).unwrap_or(end.len()) + 1;
        return Ok((
            Token::Number(rest.get(..end).unwrap_or_default().to_owned()),
            end,
        ));
    }
    if first.is_ascii_alphabetic() {
        let part = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        return Ok((
            Token::Word(rest.get(..end).unwrap_or_default().to_owned()),
            end,
        ));
    }
    Err(stray(rest, first, at))
}

fn quoted(rest: &str, quote: char, at: usize) -> Result<(Token, usize), Fault> {
    let inner = rest.get(1..).unwrap_or_default();
    match inner.find(quote) {
        Some(end) => {
            let text = inner.get(..end).unwrap_or_default().to_owned();
            Ok((Token::Text(text), end + 2))
        }
        None => {
            let place = At {
                start: at,
                end: at + rest.len(),
            };
            Err(Fault::syntax(
                place,
                "this text has no end: a quote is missing",
            ))
        }
    }
}

/// What other languages write has a name here.
fn stray(rest: &str, first: char, at: usize) -> Fault {
    let foreign = [("&&", "and"), ("||", "or"), ("!", "not"), ("=", "==")];
    let known = foreign.iter().find(|(word, _)| rest.starts_with(word));
    let length = known.map_or(first.len_utf8(), |(word, _)| word.len());
    let place = At {
        start: at,
        end: at + length,
    };
    match known {
        Some((word, ours)) => Fault::syntax(place, format!("`{word}` has no meaning here"))
            .help(format!("write `{ours}`")),
        None => Fault::syntax(place, format!("`{first}` has no meaning here"))
            .help("there are `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `matches`, `and`, `or`, `not` and brackets"),
    }
}
