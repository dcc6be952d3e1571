//! Content lines: a name, parameters, a value.

use super::Mistake;
use crate::text::unfolded;

/// `NAME;PARAMETER=value:value`.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    /// In upper case.
    pub(super) name: String,
    /// Names in upper case.
    parameters: Vec<(String, String)>,
    pub(super) value: String,
    /// At which column the value begins, from 1.
    pub(super) column: usize,
}

impl Line {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A mistake so many bytes into the value.
    pub(super) fn wrong(&self, at: usize, message: impl Into<String>) -> Mistake {
        let before = self.value.get(..at).unwrap_or(&self.value);
        Mistake {
            line: self.number,
            column: self.column + before.chars().count(),
            message: message.into(),
        }
    }
}

/// All lines of a file that are not empty.
pub(super) fn lines(text: &str, mistakes: &mut Vec<Mistake>) -> Vec<Line> {
    let mut found = Vec::new();
    for (number, text) in unfolded(text) {
        let text = text.trim_end();
        match line(number, text) {
            _ if text.is_empty() => {}
            Some(line) => found.push(line),
            None => mistakes.push(Mistake {
                line: number,
                column: 1,
                message: format!(
                    "`{}` is no line of a calendar: a name, `:` and a value",
                    short(text)
                ),
            }),
        }
    }
    found
}

fn line(number: usize, text: &str) -> Option<Line> {
    let (parts, value) = split(text)?;
    let (name, parameters) = parts.split_first()?;
    let parameter = |part: &&str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim_matches('"').to_owned();
        Some((name.to_ascii_uppercase(), value))
    };
    let part_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let named = !name.is_empty() && name.bytes().all(part_of_name);
    named.then(|| Line {
        number,
        name: name.to_ascii_uppercase(),
        parameters: parameters.iter().filter_map(parameter).collect(),
        value: value.to_owned(),
        column: text.chars().count() - value.chars().count() + 1,
    })
}

/// What stands between the signs before the value, and the value; signs within quotes part nothing.
fn split(text: &str) -> Option<(Vec<&str>, &str)> {
    let (mut parts, mut begin, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ';' | ':' if !quoted => {
                parts.push(text.get(begin..at)?);
                begin = at + 1;
                if letter == ':' {
                    return Some((parts, text.get(begin..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// So much of what somebody wrote as an error can show.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
