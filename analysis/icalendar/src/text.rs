//! Lines and texts of the format.

use std::fmt::Write as _;

/// Lines with their numbers; what begins with a space goes on with the line before.
pub(crate) fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ => lines.push((at + 1, line.to_owned())),
        }
    }
    lines
}

/// Bytes of a line, without its end.
const WIDTH: usize = 75;

/// Adds a line, folded where it is too long.
pub(crate) fn fold(to: &mut String, line: &str) {
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > WIDTH {
            to.push_str("\r\n ");
            width = 1;
        }
        to.push(letter);
        width += letter.len_utf8();
    }
    to.push_str("\r\n");
}

/// A text as it was before it was escaped; line breaks become spaces, because a name has one line.
pub(crate) fn unescaped(text: &str) -> String {
    one_line(&plain(text))
}

/// The same, of a text that may have several lines.
pub(crate) fn unescaped_lines(text: &str) -> String {
    let plain = plain(text);
    let lines: Vec<_> = plain.lines().map(one_line).collect();
    lines.join("\n").trim().to_owned()
}

/// Texts with commas between them; empty ones are left out.
pub(crate) fn listed(text: &str) -> Vec<String> {
    let (mut begin, mut escape) = (0, false);
    let mut found = Vec::new();
    for (at, letter) in text.char_indices() {
        if letter == ',' && !escape {
            found.push(text.get(begin..at).unwrap_or_default());
            begin = at + 1;
        }
        escape = letter == '\\' && !escape;
    }
    found.push(text.get(begin..).unwrap_or_default());
    let texts = found.into_iter().map(unescaped);
    texts.filter(|text| !text.is_empty()).collect()
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            letter => plain.push(letter),
        }
    }
    plain
}

fn one_line(text: &str) -> String {
    let apart = |letter: char| letter.is_whitespace() || letter.is_control();
    let words: Vec<_> = text.split(apart).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text with the letters escaped that the format gives another meaning.
pub(crate) fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ',' | ';' => {
                // Writing to a string does not fail.
                let _ = write!(line, "\\{letter}");
            }
            letter if letter.is_control() => line.push(' '),
            letter => line.push(letter),
        }
    }
    line
}

/// The same, of a text that may have several lines.
pub(crate) fn escaped_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(escaped).collect();
    lines.join("\\n")
}
