//! Whom a token is about.

use std::fmt::{self, Write as _};

use super::mistake::SubjectMistake;

/// Longest subject, in characters (OpenID Connect Core, section 2).
pub(super) const LONGEST: usize = 255;

/// Whom a token is about, as conditions elsewhere are written on it: `organisation:acme:pipeline:deploy:step:apply`.
///
/// Names and values alternate, with colons between them. A colon within a value, and whatever else might be mistaken for
/// something, is written as `%3A`, so that nobody becomes somebody else by what they call a branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject(String);

impl Subject {
    /// The subject of these parts, by name and value, in this order.
    ///
    /// # Errors
    /// Names all parts that cannot be named so or are empty; when it is longer than 255 characters.
    pub fn new(parts: &[(&str, &str)]) -> Result<Self, SubjectMistake> {
        if parts.is_empty() {
            return Err(SubjectMistake::Empty);
        }
        let quoted = |(name, _): &(&str, &str)| format!("`{}`", name.escape_debug());
        let bad: Vec<_> = parts
            .iter()
            .filter(|part| !names(part.0))
            .map(quoted)
            .collect();
        if !bad.is_empty() {
            return Err(SubjectMistake::Names(bad));
        }
        let empty: Vec<_> = parts
            .iter()
            .filter(|part| part.1.is_empty())
            .map(quoted)
            .collect();
        if !empty.is_empty() {
            return Err(SubjectMistake::Values(empty));
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, value)| format!("{name}:{}", escaped(value)))
            .collect();
        let text = parts.join(":");
        match text.len() {
            0..=LONGEST => Ok(Self(text)),
            long => Err(SubjectMistake::Long(long)),
        }
    }

    /// It as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn names(text: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    !text.is_empty() && text.bytes().all(fits)
}

/// Bytes that stand for themselves: those that no address needs to escape (RFC 3986, section 2.3), and some that are
/// common in names of branches and images.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        let plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'+');
        match plain {
            true => text.push(char::from(byte)),
            false => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}
