//! Text in quotes.

use std::borrow::Cow;

use super::Wrong;

/// Reads text from its opening quote on, and stands behind its closing one afterwards.
pub(super) fn read<'a>(text: &'a str, at: &mut usize) -> Result<Cow<'a, str>, Wrong> {
    let begun = *at;
    *at += 1;
    let first = plain(text, at)?;
    if ends(text, at) {
        return Ok(Cow::Borrowed(first));
    }
    let mut read = first.to_owned();
    loop {
        match text.as_bytes().get(*at) {
            Some(b'\\') => read.push(escape(text, at)?),
            Some(_) => {}
            None => return Err((begun, "the quote is never closed")),
        }
        read.push_str(plain(text, at)?);
        if ends(text, at) {
            return Ok(Cow::Owned(read));
        }
    }
}

/// Up to a quote, an escape or the end.
fn plain<'a>(text: &'a str, at: &mut usize) -> Result<&'a str, Wrong> {
    let rest = text.get(*at..).unwrap_or_default();
    let special = |byte: u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    let length = rest.bytes().position(special).unwrap_or(rest.len());
    let (found, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    *at += length;
    match after.as_bytes().first() {
        Some(byte) if *byte < 0x20 => Err((
            *at,
            "a line break or control character within quotes has to be escaped",
        )),
        _ => Ok(found),
    }
}

fn ends(text: &str, at: &mut usize) -> bool {
    let there = text.as_bytes().get(*at) == Some(&b'"');
    *at += usize::from(there);
    there
}

fn escape(text: &str, at: &mut usize) -> Result<char, Wrong> {
    let begun = *at;
    let letter = text.as_bytes().get(begun + 1).copied();
    *at += 2;
    Ok(match letter {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return code_point(text, at).ok_or((begun, "this is no character")),
        _ => return Err((begun, "there is no such escape")),
    })
}

/// Four hexadecimal digits; or twice that, for what lies beyond the first plane.
fn code_point(text: &str, at: &mut usize) -> Option<char> {
    let unit = |at: &mut usize| {
        let digits = text.get(*at..*at + 4)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        *at += 4;
        all.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let first = unit(at)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    if text.get(*at..*at + 2) != Some("\\u") {
        return None;
    }
    *at += 2;
    let second = unit(at).filter(|second| (0xdc00..0xe000).contains(second))?;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
}
