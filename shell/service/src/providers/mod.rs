//! Identity providers: what they say of themselves, and their keys, as long as they were fetched of late.
//!
//! Only addresses that the configuration names are asked, and those that a provider names in turn. What was fetched counts
//! for an hour; if the provider cannot be reached then, for a day. A token that is signed by a key which is not known
//! makes keys be fetched anew, but once a minute at most: whoever sends rubbish makes nobody ask for more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdpoint_ports::{ProviderAnswer, ProviderClient};
use holdpoint_tokens::{KeySet, Provider, well_known};

/// How long what was fetched counts, in milliseconds, and for how long if nothing newer can be had.
const FRESH: i64 = 3_600_000;
const STALE: i64 = 24 * 3_600_000;
/// How long nothing is fetched again, after it was, and after it could not be.
const PAUSE: i64 = 60_000;
const PAUSE_AFTER_FAILURE: i64 = 5_000;

/// What is known of a provider: what it says of itself, and its keys.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) provider: Provider,
    pub(crate) keys: KeySet,
}

/// What became of asking one.
struct Kept {
    known: Option<(Arc<Known>, i64)>,
    /// When it was asked last, and why it was of no use, if it was not.
    asked: i64,
    failed: Option<String>,
}

/// What is known of providers, by what they call themselves.
#[derive(Default)]
pub(crate) struct Providers {
    client: Option<Arc<dyn ProviderClient>>,
    kept: Mutex<HashMap<String, Kept>>,
    /// Whoever asks a provider has others wait who would ask the same.
    asking: Mutex<()>,
}

impl Providers {
    pub(crate) fn reached_by(client: Arc<dyn ProviderClient>) -> Self {
        Self {
            client: Some(client),
            ..Self::default()
        }
    }

    pub(crate) fn client(&self) -> Result<&dyn ProviderClient, String> {
        let client = self.client.as_deref();
        client.ok_or_else(|| "identity providers are asked by a server only".to_owned())
    }

    /// What is known of the issuer; `newer` if what was known before did not do.
    ///
    /// # Errors
    /// Why nothing is known.
    pub(crate) fn known(&self, issuer: &str, now: i64, newer: bool) -> Result<Arc<Known>, String> {
        if let Some(found) = self.at_hand(issuer, now, newer) {
            return found;
        }
        let _turn = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have asked meanwhile.
        if let Some(found) = self.at_hand(issuer, now, newer) {
            return found;
        }
        let fetched = self.client().and_then(|client| fetch(client, issuer));
        let mut all = self.all();
        let kept = all.entry(issuer.to_owned()).or_insert(Kept {
            known: None,
            asked: now,
            failed: None,
        });
        kept.asked = now;
        match fetched {
            Ok(known) => {
                let known = Arc::new(known);
                (kept.known, kept.failed) = (Some((Arc::clone(&known), now)), None);
                Ok(known)
            }
            Err(why) => {
                kept.failed = Some(why.clone());
                kept.stale(now).ok_or(why)
            }
        }
    }

    /// What need not be fetched, or cannot be again already.
    fn at_hand(&self, issuer: &str, now: i64, newer: bool) -> Option<Result<Arc<Known>, String>> {
        let all = self.all();
        let kept = all.get(issuer)?;
        let since = now.saturating_sub(kept.asked);
        match (&kept.known, &kept.failed) {
            (_, Some(why)) if since < PAUSE_AFTER_FAILURE => {
                Some(kept.stale(now).ok_or_else(|| why.clone()))
            }
            (Some((known, at)), _) => {
                let fresh = now.saturating_sub(*at) < FRESH;
                (fresh && (!newer || since < PAUSE)).then(|| Ok(Arc::clone(known)))
            }
            _ => None,
        }
    }

    // Whoever panicked left every entry whole.
    fn all(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn stale(&self, now: i64) -> Option<Arc<Known>> {
        let (known, at) = self.known.as_ref()?;
        (now.saturating_sub(*at) < STALE).then(|| Arc::clone(known))
    }
}

fn fetch(client: &dyn ProviderClient, issuer: &str) -> Result<Known, String> {
    let document = body(client.get(&well_known(issuer))?)?;
    let provider = Provider::read(&document, issuer).map_err(|why| why.to_string())?;
    let keys = body(client.get(&provider.keys)?)?;
    let keys = KeySet::read(&keys).map_err(|why| why.to_string())?;
    Ok(Known { provider, keys })
}

fn body(answer: ProviderAnswer) -> Result<Vec<u8>, String> {
    match answer.status {
        200 => Ok(answer.body),
        status => Err(format!("it answers {status}")),
    }
}

#[cfg(test)]
mod tests;
