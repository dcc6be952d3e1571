//! The vault's key, and what is derived from it for each use.

use std::path::Path;

use holdpoint_durable::{KeyError, KeyFile, KeySource};
use holdpoint_ports::VaultError;
use zeroize::Zeroizing;

use crate::error::failed;
use crate::keyed::hmac;
use crate::open::KEY;

/// Where the key of a vault may be instead of in its file.
pub const KEY_VARIABLE: &str = "HOLDPOINT_VAULT_KEY";

/// The key of the vault in a directory, as text: what the environment has comes first, then its file; none if there is
/// neither.
///
/// # Errors
/// When one is there and cannot be read, or could be read by others than its owner.
pub fn kept_key(directory: &Path) -> Result<Option<Zeroizing<String>>, KeyError> {
    kept(&KeyFile::new(directory.join(KEY)))
}

fn kept(file: &KeyFile) -> Result<Option<Zeroizing<String>>, KeyError> {
    let given = KeySource::Environment(KEY_VARIABLE.to_owned()).read()?;
    given.map_or_else(|| file.read(), |key| Ok(Some(key)))
}

/// 256 bits that open something; wiped when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// The keys of a vault, one for each use.
pub(crate) struct VaultKeys {
    /// Wraps the keys of people.
    pub(crate) wrapping: Secret,
    /// Hashes names.
    pub(crate) index: Secret,
    /// Goes into every password hash, so that the database alone is not enough to guess passwords.
    pub(crate) pepper: Secret,
    /// Makes of a session's token what its forms bear.
    pub(crate) forms: Secret,
    /// Says, without telling the key, which key a database belongs to.
    pub(crate) check: [u8; 32],
}

impl VaultKeys {
    /// Reads the key, from the environment or its file; creates the file if it is not there and nothing was sealed yet.
    pub(crate) fn load(path: &Path, database_exists: bool) -> Result<Self, VaultError> {
        let file = KeyFile::new(path);
        if let Some(text) = kept(&file).map_err(failed)? {
            return Self::parse(&text, path);
        }
        if database_exists {
            let path = path.display();
            let text = format!("the vault's key `{path}` is missing; restore it from its backup");
            return Err(failed(text));
        }
        match file.create(&Zeroizing::new(hex::encode(random::<32>()?))) {
            // Another process was faster: its key is the one.
            Ok(()) | Err(KeyError::Exists(_)) => Self::load(path, true),
            Err(error) => Err(failed(error)),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, VaultError> {
        let mut key = Secret::default();
        hex::decode_to_slice(text, key.as_mut_slice()).map_err(|_| {
            failed(format!(
                "the vault's key, in `{}` or `{KEY_VARIABLE}`, is not 64 hex digits",
                path.display()
            ))
        })?;
        let derive =
            |usage: &str| Secret::new(hmac(&key, &[b"holdpoint vault ", usage.as_bytes()]));
        Ok(Self {
            wrapping: derive("wrapping"),
            index: derive("index"),
            pepper: derive("pepper"),
            forms: derive("forms"),
            check: *derive("check"),
        })
    }
}

/// Bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| failed(error.to_string()))?;
    Ok(bytes)
}
