//! The keys of the issuer, and how one takes over from another.
//!
//! Whoever verifies tokens keeps a copy of the issuer's keys for a while. So a new key is announced for a day before it
//! signs, and an old one stays until the last token that it signed has run out. Which key does what follows from when each
//! was made; nobody has to do anything but make a new one now and then.

use std::fmt;
use std::time::Duration;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

use super::issuer::{LONGEST_LIFETIME, SKEW};
use super::jwk::{self, Jwk};
use super::mistake::RotateMistake;
use crate::key::{KeyPair, NoRandomness};

/// For how long a key is announced before it signs: a day.
pub const ANNOUNCED: Duration = Duration::from_secs(86_400);

/// Most keys that there are at a time.
pub(super) const MOST: usize = 16;

/// The keys that sign tokens, the oldest first.
#[derive(Debug)]
pub struct TokenKeys(Vec<Dated>);

/// A key, and when it was made.
pub(super) struct Dated {
    pub(super) since: i64,
    pub(super) pair: KeyPair,
    /// The same key, for signatures of tokens: both halves one after the other, of 32 bytes each (RFC 7518, section 3.4).
    signing: EcdsaKeyPair,
    name: String,
}

impl TokenKeys {
    /// One new key, which signs at once: nobody has a copy of others.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn create(now: i64) -> Result<Self, NoRandomness> {
        Ok(Self(vec![Dated::create(now)?]))
    }

    pub(super) fn of(mut keys: Vec<Dated>) -> Option<Self> {
        keys.sort_by_key(|key| key.since);
        let sound = (1..=MOST).contains(&keys.len());
        sound.then_some(Self(keys))
    }

    /// Announces a new key, and forgets those that have verified their last token.
    ///
    /// After that the keys have to be [kept](Self::keep) before anybody is told of them.
    ///
    /// # Errors
    /// When there are too many that are still needed, or the system gives no randomness.
    pub fn rotate(&mut self, now: i64) -> Result<(), RotateMistake> {
        let needed = self.0.len() - self.first_needed(now);
        if needed >= MOST {
            return Err(RotateMistake::Many);
        }
        let new = Dated::create(now)?;
        self.0.drain(..self.0.len() - needed);
        self.0.push(new);
        self.0.sort_by_key(|key| key.since);
        Ok(())
    }

    /// Whether there should be a new key, if there is to be one each so long.
    #[must_use]
    pub fn due(&self, now: i64, each: Duration) -> bool {
        let newest = self.0.last().map_or(i64::MIN, |key| key.since);
        now >= newest.saturating_add(seconds(each))
    }

    /// The key that signs: the newest that has been announced for long enough, else the oldest.
    pub(super) fn signing(&self, now: i64) -> Option<&Dated> {
        let announced = self.0.iter().rev().find(|key| key.signs_from() <= now);
        announced.or(self.0.first())
    }

    /// Those that tokens may be verified with now, or soon.
    pub(super) fn public(&self, now: i64) -> Vec<Jwk> {
        let needed = self.0.iter().skip(self.first_needed(now));
        needed.map(|key| Jwk::of(key.pair.public())).collect()
    }

    /// A key is needed until all tokens have run out that were signed before the next one took over.
    fn first_needed(&self, now: i64) -> usize {
        let over = |next: &Dated| {
            let longest = seconds(LONGEST_LIFETIME).saturating_add(SKEW);
            next.signs_from().saturating_add(longest) <= now
        };
        self.0.iter().skip(1).take_while(|next| over(next)).count()
    }

    pub(super) fn all(&self) -> &[Dated] {
        &self.0
    }
}

impl Dated {
    fn create(now: i64) -> Result<Self, NoRandomness> {
        Self::new(now, KeyPair::generate()?).ok_or(NoRandomness)
    }

    pub(super) fn new(since: i64, pair: KeyPair) -> Option<Self> {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let signing = EcdsaKeyPair::from_pkcs8(algorithm, pair.pkcs8(), &SystemRandom::new());
        let name = jwk::name(pair.public());
        Some(Self {
            since,
            pair,
            signing: signing.ok()?,
            name,
        })
    }

    /// What tokens call it by.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let signature = self.signing.sign(&SystemRandom::new(), message);
        let signature = signature.map_err(|_| NoRandomness)?;
        Ok(signature.as_ref().to_vec())
    }

    fn signs_from(&self) -> i64 {
        self.since.saturating_add(seconds(ANNOUNCED))
    }
}

impl fmt::Debug for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} since {}", self.name, self.since)
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
