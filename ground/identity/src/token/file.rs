//! Where the keys are kept: one file that only its owner may read.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_durable::{KeyError, KeyFile, create_directories, replace};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

use super::keys::{Dated, TokenKeys};
use crate::key::{KeyPair, NoRandomness};

/// Why a text is not what was kept of keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeysDamage {
    /// It is no JSON of that form. What the reader says of it is left out: it could quote a key.
    #[error("it is not the JSON of keys of tokens (line {line}, column {column})")]
    Json {
        /// Where, counted from 1 on.
        line: usize,
        /// Where in the line, counted from 1 on.
        column: usize,
    },
    /// A key in it is damaged.
    #[error("its key number {0} is damaged or not of the curve P-256")]
    Key(usize),
    /// There are none, or too many.
    #[error("it has {0} keys: 1 to 16 were expected")]
    Count(usize),
}

/// What goes wrong with the file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeysTrouble {
    /// It cannot be read, or others can read it, too.
    #[error(transparent)]
    File(#[from] KeyError),
    /// It is damaged.
    #[error(
        "`{path}` is damaged: {why}. Bring it back from a backup, or remove it: new keys are made then, and tokens that were issued count no more"
    )]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: KeysDamage,
    },
    /// The system gives no randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The medium failed.
    #[error("`{path}` cannot be written")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    keys: Vec<KeptKey>,
}

/// Both are wiped: the text of the key, and what it was read into.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptKey {
    since: i64,
    pkcs8: String,
}

impl Drop for KeptKey {
    fn drop(&mut self) {
        self.pkcs8.zeroize();
    }
}

impl TokenKeys {
    /// The keys in that file, which is made with one new key if there is none.
    ///
    /// # Errors
    /// When the file is damaged, can be read by others or cannot be written.
    pub fn open_or_create(path: &Path, now: i64) -> Result<Self, KeysTrouble> {
        if let Some(found) = Self::open(path)? {
            return Ok(found);
        }
        let directory = path.parent().unwrap_or(path);
        create_directories(directory).map_err(|source| written(path, source))?;
        let new = Self::create(now)?;
        match KeyFile::new(path).create(&new.text()) {
            Ok(()) => Ok(new),
            Err(KeyError::Exists(name)) => Self::open(path)?.ok_or(KeyError::Exists(name).into()),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys in that file; none if there is none.
    ///
    /// # Errors
    /// When the file is damaged or can be read by others.
    pub fn open(path: &Path) -> Result<Option<Self>, KeysTrouble> {
        let Some(text) = KeyFile::new(path).read()? else {
            return Ok(None);
        };
        let read = Self::read(&text).map_err(|why| KeysTrouble::Damaged {
            path: path.display().to_string(),
            why,
        });
        read.map(Some)
    }

    /// Keeps them in that file, in place of what was there, for its owner only.
    ///
    /// # Errors
    /// When it cannot be written; then the file is as it was.
    pub fn keep(&self, path: &Path) -> Result<(), KeysTrouble> {
        replace(path, self.text().as_bytes()).map_err(|source| written(path, source))
    }

    /// They as text, with their private halves, for whoever keeps them elsewhere.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let one = |key: &Dated| KeptKey {
            since: key.since,
            pkcs8: STANDARD.encode(key.pair.pkcs8().as_slice()),
        };
        let keys = self.all().iter().map(one).collect();
        Zeroizing::new(serde_json::to_string(&Kept { keys }).unwrap_or_default())
    }

    /// Reads what [`text`](Self::text) wrote.
    ///
    /// # Errors
    /// Says what is damaged.
    pub fn read(text: &str) -> Result<Self, KeysDamage> {
        let kept: Kept = serde_json::from_str(text).map_err(|error| KeysDamage::Json {
            line: error.line(),
            column: error.column(),
        })?;
        let one = |(index, kept): (usize, &KeptKey)| key(kept).ok_or(KeysDamage::Key(index + 1));
        let keys: Result<Vec<_>, _> = kept.keys.iter().enumerate().map(one).collect();
        Self::of(keys?).ok_or(KeysDamage::Count(kept.keys.len()))
    }
}

fn key(kept: &KeptKey) -> Option<Dated> {
    let pkcs8 = Zeroizing::new(STANDARD.decode(&kept.pkcs8).ok()?);
    Dated::new(kept.since, KeyPair::from_pkcs8(&pkcs8)?)
}

fn written(path: &Path, source: io::Error) -> KeysTrouble {
    KeysTrouble::Write {
        path: path.display().to_string(),
        source,
    }
}
