//! Passwords: argon2id, 19 MiB, two passes, one lane (the first choice of OWASP's password storage cheat sheet),
//! with a pepper from the vault's key.

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use holdpoint_ports::VaultError;

use crate::error::failed;
use crate::key::{Secret, random};

const VERSION: u8 = 1;
const SALT: usize = 16;
const HASH: usize = 32;

/// Hashes one password at a time, so that many log-ins at once do not take 19 MiB each.
pub(crate) struct Passwords {
    turn: Mutex<()>,
    pepper: Secret,
}

impl Passwords {
    pub(crate) fn new(pepper: Secret) -> Self {
        Self {
            turn: Mutex::new(()),
            pepper,
        }
    }

    /// What is kept of a password: version, salt, hash.
    pub(crate) fn keep(&self, password: &str) -> Result<Vec<u8>, VaultError> {
        let salt = random::<SALT>()?;
        let hash = self.hash(password, &salt)?;
        Ok([&[VERSION], salt.as_slice(), hash.as_slice()].concat())
    }

    /// Whether it is the password. Without anything kept the answer is no, after as much work.
    pub(crate) fn verify(&self, password: &str, kept: Option<&[u8]>) -> Result<bool, VaultError> {
        let (salt, expected) = match kept.map(split) {
            None => (&[0; SALT], None),
            Some(Some((salt, hash))) => (salt, Some(hash)),
            Some(None) => return Err(failed("a password's hash is of no known form")),
        };
        let hash = self.hash(password, salt)?;
        Ok(expected.is_some_and(|expected| same(&hash, expected)))
    }

    fn hash(&self, password: &str, salt: &[u8; SALT]) -> Result<Secret, VaultError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let params = Params::default();
        let argon =
            Argon2::new_with_secret(&*self.pepper, Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = Secret::default();
        argon
            .and_then(|argon| argon.hash_password_into(password.as_bytes(), salt, &mut *hash))
            .map_err(|error| failed(error.to_string()))?;
        Ok(hash)
    }
}

fn split(kept: &[u8]) -> Option<(&[u8; SALT], &[u8; HASH])> {
    let (&version, rest) = kept.split_first()?;
    let (salt, hash) = rest.split_first_chunk()?;
    let hash = hash.try_into().ok()?;
    (version == VERSION).then_some((salt, hash))
}

/// Whether two hashes are the same, without stopping at the first difference.
fn same(one: &[u8; HASH], other: &[u8; HASH]) -> bool {
    one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
