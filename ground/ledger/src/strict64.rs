//! Strict base64 (RFC 4648, section 4): padding required, no line breaks, no loose bits at the end, so
//! that every byte string has exactly one spelling.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Why text is not strict base64.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not strict base64: {reason}")]
pub struct Base64Error {
    /// The text, shortened.
    pub text: String,
    /// What the decoder says.
    pub reason: String,
}

/// The bytes behind `text`.
///
/// # Errors
/// When the text is not the one spelling of some bytes.
pub fn decode(text: &str) -> Result<Vec<u8>, Base64Error> {
    STANDARD.decode(text).map_err(|error| Base64Error {
        text: shorten(text),
        reason: error.to_string(),
    })
}

/// The spelling of `bytes`.
#[must_use]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

fn shorten(text: &str) -> String {
    const SHOWN: usize = 48;
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
