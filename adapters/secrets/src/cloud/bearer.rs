//! Tokens that a keeper is shown, kept until shortly before they end.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use zeroize::Zeroizing;

use crate::settings::Clock;
use crate::why::Trouble;

/// How long before its end a token is had anew.
const BEFORE: Duration = Duration::from_secs(60);

/// A token.
pub(super) type Bearer = Zeroizing<String>;

/// What hands out a token answers so (RFC 6749, section 5.1). Azure's metadata service writes the seconds as text.
#[derive(Deserialize)]
pub(super) struct Handed {
    access_token: Bearer,
    #[serde(deserialize_with = "seconds")]
    expires_in: u64,
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text.parse().map_err(D::Error::custom),
        value => value.as_u64().ok_or_else(|| D::Error::custom("no seconds")),
    }
}

/// The token that there is.
#[derive(Default)]
pub(super) struct Bearers(Mutex<Option<(Bearer, Duration)>>);

impl Bearers {
    /// The token, or another one if it ends soon.
    pub(super) fn get(
        &self,
        clock: &Clock,
        ask: impl FnOnce() -> Result<Handed, Trouble>,
    ) -> Result<Bearer, Trouble> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((bearer, ends)) = &*known
            && clock() + BEFORE < *ends
        {
            return Ok(bearer.clone());
        }
        *known = None;
        let handed = ask()?;
        let ends = clock() + Duration::from_secs(handed.expires_in);
        Ok(known.insert((handed.access_token, ends)).0.clone())
    }

    /// Forgets the token: it was refused.
    pub(super) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
