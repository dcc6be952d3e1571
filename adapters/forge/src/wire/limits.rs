//! What an answer means: done, again after a rest, or no.

use std::io::Read as _;

use holdpoint_ports::{ForgeError, Millis};
use reqwest::Method;
use reqwest::blocking::Response;
use reqwest::header::HeaderMap;

use super::{Answer, said};

/// Bytes of what a refusal says.
const WORDS: u64 = 4096;
/// How long a secondary limit lasts at least, if nothing is said of it.
const SECONDARY: u64 = 60;

/// What is to be done next.
pub(super) enum Turn {
    /// Nothing more.
    Answer(Answer),
    /// The same again after so many seconds; or what to say if that was the last time.
    Again(u64, ForgeError),
}

/// What an answer means at that moment.
pub(super) fn judge(
    method: &Method,
    response: Response,
    attempt: u32,
    now: Millis,
) -> Result<Turn, ForgeError> {
    let status = response.status().as_u16();
    if (200..300).contains(&status) {
        return Answer::read(response).map(Turn::Answer);
    }
    let headers = response.headers().clone();
    let mut body = Vec::new();
    // What cannot be read says nothing.
    let _ = response.take(WORDS).read_to_end(&mut body);
    let said = said::in_body(&String::from_utf8_lossy(&body));
    if let Some(rest) = asked_for(status, &headers, &said, attempt, now) {
        return Ok(Turn::Again(rest, ForgeError::Limited(rest)));
    }
    let safe = *method == Method::GET || *method == Method::PUT || *method == Method::DELETE;
    match status {
        // Some machine between does not know what became of it.
        500 | 502 | 504 if safe => Ok(Turn::Again(
            doubled(attempt),
            ForgeError::Refused { status, said },
        )),
        401 => Err(ForgeError::Unknown(said)),
        403 => Err(ForgeError::Forbidden(said)),
        404 | 410 => Err(ForgeError::Absent(said)),
        _ => Err(ForgeError::Refused { status, said }),
    }
}

/// How many seconds of rest a forge wants, if it does: nothing was done then.
fn asked_for(
    status: u16,
    headers: &HeaderMap,
    said: &str,
    attempt: u32,
    now: Millis,
) -> Option<u64> {
    if !matches!(status, 403 | 429 | 503) {
        return None;
    }
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    if let Some(seconds) = number("retry-after") {
        return Some(seconds.max(1));
    }
    let spent = ["x-ratelimit-remaining", "ratelimit-remaining"];
    let spent = spent.into_iter().any(|name| number(name) == Some(0));
    let reset = number("x-ratelimit-reset").or_else(|| number("ratelimit-reset"));
    let now = u64::try_from(now / 1000).unwrap_or(0);
    match (status, reset) {
        (403 | 429, Some(reset)) if spent => Some(reset.saturating_sub(now) + 1),
        (403 | 429, _) if said.to_lowercase().contains("secondary rate limit") => Some(SECONDARY),
        (429 | 503, _) => Some(doubled(attempt)),
        _ => None,
    }
}

/// What it means that there is no answer.
pub(super) fn broken(
    method: &Method,
    error: &reqwest::Error,
    attempt: u32,
) -> Result<Turn, ForgeError> {
    let why = ForgeError::Unreachable(said::of(error));
    // Nothing was on its way before there was a connection.
    match error.is_connect() || *method == Method::GET && !error.is_builder() {
        true => Ok(Turn::Again(doubled(attempt), why)),
        false => Err(why),
    }
}

fn doubled(attempt: u32) -> u64 {
    1 << attempt.min(6).saturating_sub(1)
}
