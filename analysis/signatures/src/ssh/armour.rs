//! The lines around a signature in a file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::mistake::SignatureMistake;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// How many characters OpenSSH puts into a line.
const WIDTH: usize = 70;

/// Longest signature that is looked at: one by an RSA key of 8192 bits has 2,200 bytes.
pub(super) const LONGEST: usize = 16_384;

pub(super) fn open(text: &str) -> Result<Vec<u8>, SignatureMistake> {
    if text.len() > LONGEST * 2 {
        return Err(SignatureMistake::Long);
    }
    let body = text.trim().strip_prefix(BEGIN);
    let body = body.and_then(|body| body.strip_suffix(END));
    let body = body.ok_or(SignatureMistake::Armour)?;
    let body: String = body.split_ascii_whitespace().collect();
    STANDARD.decode(body).map_err(|_| SignatureMistake::Base64)
}

pub(super) fn close(blob: &[u8]) -> String {
    let body = STANDARD.encode(blob);
    let mut text = format!("{BEGIN}\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(WIDTH).unwrap_or((rest, ""));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text.push('\n');
    text
}
