//! A filter in words: names, literals and brackets, each with its place.

use serde_json::Value;

/// A word of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// A name, an operator, or a path; `true`, `false` and `null`, too.
    Name(String),
    /// A text or a number.
    Literal(Value),
    Open,
    Close,
    OpenValue,
    /// With the part of the value that follows, such as `.value`.
    CloseValue(Option<String>),
}

/// Something that is not as it should be, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) at: usize,
    pub(crate) what: String,
}

impl Mistake {
    pub(crate) fn new(at: usize, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
        }
    }

    /// With its place in the text, in characters from 1.
    pub(crate) fn at(&self, text: &str, of: &str) -> String {
        let before = text.get(..self.at).unwrap_or(text);
        let column = before.chars().count() + 1;
        format!("{} at character {column} of the {of}", self.what)
    }
}

/// How long a filter may be, in bytes.
const LONGEST: usize = 8_192;

/// The words of a text, with the byte at which each begins.
pub(super) fn words(text: &str) -> Result<Vec<(usize, Word)>, Mistake> {
    if text.len() > LONGEST {
        return Err(Mistake::new(LONGEST, format!("more than {LONGEST} bytes")));
    }
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let (word, length) = match first {
            ' ' => {
                at += 1;
                continue;
            }
            '(' => (Word::Open, 1),
            ')' => (Word::Close, 1),
            '[' => (Word::OpenValue, 1),
            ']' => close(rest),
            '"' => string(rest).map_err(|what| Mistake::new(at, what))?,
            '-' | '0'..='9' => number(rest).map_err(|what| Mistake::new(at, what))?,
            _ => name(rest)
                .ok_or_else(|| Mistake::new(at, format!("`{first}` stands for nothing")))?,
        };
        words.push((at, word));
        at += length;
    }
    Ok(words)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | '.' | ':' | '/')
}

fn name(rest: &str) -> Option<(Word, usize)> {
    let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let text = rest.get(..length).filter(|text| !text.is_empty())?;
    Some((Word::Name(text.to_owned()), length))
}

/// `]`, and `.part` if that follows at once.
fn close(rest: &str) -> (Word, usize) {
    let part = rest.strip_prefix("].").unwrap_or_default();
    let length = part.find(|c| !is_name(c)).unwrap_or(part.len());
    match part.get(..length).filter(|part| !part.is_empty()) {
        Some(part) => (Word::CloseValue(Some(part.to_owned())), 2 + length),
        None => (Word::CloseValue(None), 1),
    }
}

/// A text of JSON.
fn string(rest: &str) -> Result<(Word, usize), String> {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    let (end, _) = end.ok_or("a text that does not end")?;
    let text = rest.get(..=end).unwrap_or_default();
    let read: Result<Value, _> = serde_json::from_str(text);
    let read = read.map_err(|_| format!("`{text}` is no text of JSON"))?;
    Ok((Word::Literal(read), text.len()))
}

fn number(rest: &str) -> Result<(Word, usize), String> {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    let length = rest.find(|c| !of_number(c)).unwrap_or(rest.len());
    let text = rest.get(..length).unwrap_or_default();
    let read: Result<Value, _> = serde_json::from_str(text);
    match read {
        Ok(read) if read.is_number() => Ok((Word::Literal(read), length)),
        _ => Err(format!("`{text}` is no number")),
    }
}
