//! Percent-encoding as the standard fixes it.

use super::PurlError;
use std::fmt::{self, Write};

/// Letters, digits and `.-_~:` stay; everything else is encoded, byte by byte, in upper case.
pub(super) fn encode(text: &str, out: &mut impl Write) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' | b':' => {
                out.write_char(char::from(byte))?;
            }
            _ => write!(out, "%{byte:02X}")?,
        }
    }
    Ok(())
}

/// Undoes percent-encoding; characters that should have been encoded are taken as they are.
pub(super) fn decode(text: &str) -> Result<String, PurlError> {
    let broken = || PurlError::Encoding(text.to_owned());
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let high = bytes.next().and_then(digit).ok_or_else(broken)?;
        let low = bytes.next().and_then(digit).ok_or_else(broken)?;
        out.push(high << 4 | low);
    }
    String::from_utf8(out).map_err(|_| broken())
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
