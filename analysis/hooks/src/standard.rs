//! Webhooks that are signed as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over `ID.TIMESTAMP.BODY`.
//!
//! Source: "Standard Webhooks", sections "Signature scheme", "Webhook headers" and "Verifying webhook authenticity".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Secret;
use crate::headers::Headers;
use crate::unsigned::{Genuine, Unsigned, needed};

const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// How far the clock of a sender may be off, in seconds, either way.
pub const TOLERANCE: u64 = 300;
/// Bytes that an id may have.
const LONGEST: usize = 256;
/// Signatures that are looked at: as many as secrets are changed at once, and some more.
const SIGNATURES: usize = 16;

/// A delivery whose sender is known.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// What tells it from all others; one that is sent again has the same.
    pub id: &'a str,
    /// When this attempt was sent, in seconds since 1970.
    pub sent: u64,
    /// Its body.
    pub body: Genuine<'a>,
}

/// Whether a request is from whoever knows one of these secrets, and was sent about now. `now` is in seconds since 1970,
/// `tolerance` in seconds: [`TOLERANCE`] if there is no reason for another.
///
/// # Errors
/// When not, or when that cannot be known.
pub fn verify<'a>(
    headers: &Headers<'a>,
    body: &'a [u8],
    secrets: &[Secret],
    now: u64,
    tolerance: u64,
) -> Result<Delivery<'a>, Unsigned> {
    let help = "sign what is sent as Standard Webhooks 1.0.0 says";
    let id = id(needed(headers, ID, help)?)?;
    let written = needed(headers, TIMESTAMP, help)?;
    let signatures = needed(headers, SIGNATURE, help)?;
    let sent = timestamp(written)?;
    if secrets.is_empty() {
        return Err(Unsigned::NoSecret);
    }
    let signed = [id.as_bytes(), b".", written.as_bytes(), b".", body];
    let tags = tags(signatures)?;
    let mut pairs = { secrets.iter() }.flat_map(|secret| tags.iter().map(move |tag| (secret, tag)));
    if !pairs.any(|(secret, tag)| secret.signed(&signed, tag)) {
        return Err(Unsigned::Wrong(SIGNATURE));
    }
    let off = now.abs_diff(sent);
    if off > tolerance {
        let which = if sent < now { "behind" } else { "ahead of" };
        return Err(Unsigned::Late {
            off,
            which,
            allowed: tolerance,
        });
    }
    Ok(Delivery {
        id,
        sent,
        body: Genuine::vouched(body),
    })
}

/// The headers that a body is sent with.
#[must_use]
pub fn sign(secret: &Secret, id: &str, sent: u64, body: &[u8]) -> [(&'static str, String); 3] {
    let sent = sent.to_string();
    let tag = secret.sign(&[id.as_bytes(), b".", sent.as_bytes(), b".", body]);
    let signature = format!("v1,{}", STANDARD.encode(tag));
    [
        (ID, id.to_owned()),
        (TIMESTAMP, sent),
        (SIGNATURE, signature),
    ]
}

fn id(text: &str) -> Result<&str, Unsigned> {
    // With a point in it another id and timestamp would give the same bytes to sign.
    let sound = |c: char| c.is_ascii_graphic() && c != '.';
    match (1..=LONGEST).contains(&text.len()) && text.chars().all(sound) {
        true => Ok(text),
        false => Err(Unsigned::Malformed {
            header: ID,
            expected: "1 to 256 letters, digits and signs without blanks and points",
        }),
    }
}

fn timestamp(text: &str) -> Result<u64, Unsigned> {
    let wrong = Unsigned::Malformed {
        header: TIMESTAMP,
        expected: "a number of whole seconds since 1970",
    };
    let digits = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or(wrong)
}

/// The signatures of version 1; others may stand beside them.
fn tags(text: &str) -> Result<Vec<Vec<u8>>, Unsigned> {
    let words = text.split_ascii_whitespace().take(SIGNATURES);
    let tags = words.filter_map(|word| STANDARD.decode(word.strip_prefix("v1,")?).ok());
    let tags: Vec<_> = tags.filter(|tag| tag.len() == 32).collect();
    match tags.is_empty() {
        false => Ok(tags),
        true => Err(Unsigned::Malformed {
            header: SIGNATURE,
            expected: "`v1,` and an HMAC-SHA256 in base64",
        }),
    }
}
