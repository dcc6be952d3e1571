//! The keys of an issuer.

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{Algorithm, Key, strict};

/// Largest set that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// Most keys in a set.
const MOST: usize = 100;

/// The keys of an issuer that sign tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeySet(Vec<Key>);

/// Why something is no set of keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyMistake {
    /// It is too large.
    #[error("a set of keys has at most {LARGEST} bytes and {MOST} keys")]
    Large,
    /// It is no such thing.
    #[error("this is no set of keys (RFC 7517): {0}")]
    Unreadable(String),
    /// There is a key in it that nobody else may have.
    #[error("there is a private or a secret key in it: whoever has that is the issuer")]
    Private,
    /// No key in it can be used.
    #[error("no key in it signs with RS256, PS256, ES256 or EdDSA")]
    Useless,
}

impl KeySet {
    /// Reads a set of keys (RFC 7517, section 5). Those of other kinds, and for other uses, are passed over.
    ///
    /// # Errors
    /// Says why it is none, and refuses one in which there is a private key.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyMistake> {
        if bytes.len() > LARGEST {
            return Err(KeyMistake::Large);
        }
        let set = strict::object(bytes).map_err(KeyMistake::Unreadable)?;
        let unreadable = |why: &str| KeyMistake::Unreadable(why.to_owned());
        let keys = set.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or_else(|| unreadable("it has no list `keys`"))?;
        if keys.len() > MOST {
            return Err(KeyMistake::Large);
        }
        let fields: Option<Vec<_>> = keys.iter().map(Value::as_object).collect();
        let fields = fields.ok_or_else(|| unreadable("one of `keys` is no object"))?;
        if fields.iter().any(|fields| private(fields)) {
            return Err(KeyMistake::Private);
        }
        let keys: Vec<_> = fields.into_iter().filter_map(Key::read).collect();
        match keys.is_empty() {
            true => Err(KeyMistake::Useless),
            false => Ok(Self(keys)),
        }
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// Those that sign in that way and are called that, if a name is given.
    pub(crate) fn fitting(&self, algorithm: Algorithm, name: Option<&str>) -> Vec<&Key> {
        let named = |key: &&Key| name.is_none() || key.name() == name;
        let all = self.0.iter().filter(named);
        all.filter(|key| key.fits(algorithm)).collect()
    }
}

/// Private halves (RFC 7518, section 6), and shared secrets.
fn private(fields: &Map<String, Value>) -> bool {
    ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]
        .iter()
        .any(|name| fields.contains_key(*name))
}
