//! Whose tokens were presented lately, so that a busy client costs no look into the file each time.
//!
//! All of it is forgotten whenever a token is revoked or a person is erased, after that is durable. Only hashes
//! are kept here too.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use holdpoint_ports::{Millis, VaultError};

/// How many are remembered; one more, and all are forgotten.
const ROOM: usize = 4_096;

/// Whose a token is, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) person: String,
    pub(crate) expires: Option<Millis>,
}

impl Owner {
    fn at(&self, now: Millis) -> Option<String> {
        let counts = self.expires.is_none_or(|expires| expires > now);
        counts.then(|| self.person.clone())
    }
}

/// Owners by the hash of their tokens.
#[derive(Debug, Default)]
pub(crate) struct TokenCache(RwLock<HashMap<[u8; 32], Owner>>);

impl TokenCache {
    /// Whose token it is at `now`: as remembered, or else as `find` finds it.
    pub(crate) fn owner(
        &self,
        hash: &[u8; 32],
        now: Millis,
        find: impl FnOnce() -> Result<Option<Owner>, VaultError>,
    ) -> Result<Option<String>, VaultError> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(owner) = known.get(hash) {
            return Ok(owner.at(now));
        }
        drop(known);
        // Held while the file is read: whoever revokes meanwhile forgets what is put here.
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(owner) = find()? else {
            return Ok(None);
        };
        if known.len() >= ROOM {
            known.clear();
        }
        let person = owner.at(now);
        known.insert(*hash, owner);
        Ok(person)
    }

    /// Forgets all of it.
    pub(crate) fn forget(&self) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Owner, ROOM, TokenCache};

    fn hash(number: usize) -> [u8; 32] {
        let mut hash = [0; 32];
        for (place, byte) in hash.iter_mut().zip(number.to_be_bytes()) {
            *place = byte;
        }
        hash
    }

    #[test]
    fn the_file_is_read_once_until_something_is_forgotten() {
        let cache = TokenCache::default();
        let found = || {
            Ok(Some(Owner {
                person: "per_1".into(),
                expires: Some(10),
            }))
        };
        let never = || panic!("it is remembered");
        assert_eq!(
            cache.owner(&hash(1), 9, found).unwrap().as_deref(),
            Some("per_1")
        );
        assert_eq!(
            cache.owner(&hash(1), 9, never).unwrap().as_deref(),
            Some("per_1")
        );
        assert_eq!(cache.owner(&hash(1), 10, never).unwrap(), None);
        cache.forget();
        assert_eq!(cache.owner(&hash(1), 9, || Ok(None)).unwrap(), None);
        assert!(cache.owner(&hash(1), 9, found).unwrap().is_some());
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let cache = TokenCache::default();
        for number in 0..3 * ROOM {
            let owner = Owner {
                person: String::new(),
                expires: None,
            };
            cache.owner(&hash(number), 0, || Ok(Some(owner))).unwrap();
        }
        assert!(cache.0.read().unwrap().len() <= ROOM);
    }
}
