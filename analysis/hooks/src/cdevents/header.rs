//! Texts in headers: CloudEvents 1.0.2, HTTP protocol binding, section 3.1.3.2.

/// A text as a header carries it: blanks, quotes, `%` and what is no ASCII are written byte by byte.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'"' | b'%' => out.push_str(&format!("%{byte:02X}")),
            0x21..=0x7e => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The text that a header carries; none if its bytes are no text.
pub(super) fn decoded(header: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(header.len());
    let mut rest = header.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let pair = after.first_chunk::<2>().filter(|_| *first == b'%');
        match pair.and_then(|pair| digit(pair[0]).zip(digit(pair[1]))) {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
