//! Canonical JSON, as RFC 8785 says: no spaces, keys in order of their UTF-16 code units, one spelling of every
//! string and number. What is signed or hashed is written so, and only bytes that are so already are accepted.
//!
//! Entries hold no floats and no integers beyond 2^53 ([`Numbers::Integers`]), because numbers are where
//! languages disagree. [`Numbers::Any`] is the whole of RFC 8785, for documents of others.

mod check;
mod number;
mod parse;
mod write;

pub use check::{NotCanonical, check, is_canonical};
pub use number::MAX_INTEGER;
pub use parse::{ParseError, parse};
pub(crate) use write::write_string;
pub use write::{WriteError, to_vec, write};

/// Which numbers are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// Integers from -2^53 to 2^53.
    Integers,
    /// Whatever a binary64 float holds, written as ECMAScript does.
    Any,
}

/// Levels of arrays and objects that are accepted.
pub const MAX_DEPTH: usize = 100;

/// The order of RFC 8785: by UTF-16 code units, which differs from that of UTF-8 for characters beyond U+FFFF.
pub(crate) fn key_order(left: &str, right: &str) -> std::cmp::Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.cmp(right);
    }
    left.encode_utf16().cmp(right.encode_utf16())
}

/// Reads any JSON and writes it canonically.
///
/// # Errors
/// When it is not JSON, repeats a key, or holds a number that is not accepted.
pub fn canonicalize(json: &[u8], numbers: Numbers) -> Result<Vec<u8>, ParseError> {
    let value = parse(json, numbers)?;
    let mut bytes = Vec::with_capacity(json.len());
    write(&value, numbers, &mut bytes)?;
    Ok(bytes)
}
