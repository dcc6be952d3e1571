//! Names and values as forms and queries have them (`application/x-www-form-urlencoded`).

use std::fmt::Write as _;

/// The pairs, one after the other, with `&` between them.
#[must_use]
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        put(&mut out, name);
        out.push('=');
        put(&mut out, value);
    }
    out
}

fn put(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            // A `String` takes all that is written to it.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
}
