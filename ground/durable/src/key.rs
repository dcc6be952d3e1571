//! Keys kept as text, in a file that only its owner may read, or in the environment.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::write;

/// Keys are short; anything longer is another file.
const LONGEST: u64 = 64 * 1024;

/// What goes wrong with keys.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Others may read or change it.
    #[error(
        "the key file `{path}` has mode {mode:04o}: others than its owner have access to it. Run `chmod 600 {path}`, and if others could have read it, replace the key"
    )]
    TooOpen {
        /// The file.
        path: String,
        /// Its permission bits.
        mode: u32,
    },
    /// There is one already.
    #[error("the key file `{0}` exists already; a key is never overwritten")]
    Exists(String),
    /// No text, or not a key's text.
    #[error("the key in {place} is {what}")]
    Malformed {
        /// The file or the variable.
        place: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The medium failed.
    #[error("the key file `{path}` cannot be accessed")]
    Failed {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// A file that holds one key as text, such as a C2SP signer key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The file at `path`, which need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Keeps a new key durably, with mode 0600.
    ///
    /// # Errors
    /// [`KeyError::Exists`] if there is one: a key is never overwritten. An empty key is malformed.
    pub fn create(&self, key: &str) -> Result<(), KeyError> {
        let key = key_in(key, || format!("`{}`", self.name()))?;
        let line = Zeroizing::new(format!("{}\n", key.as_str()));
        write::create(&self.0, line.as_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists(self.name()),
            _ => self.failed(error),
        })
    }

    /// The key, without a final line break; none if there is no file.
    ///
    /// # Errors
    /// [`KeyError::TooOpen`] when others than its owner have access.
    pub fn read(&self) -> Result<Option<Zeroizing<String>>, KeyError> {
        let file = match File::open(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|error| self.failed(error))?,
        };
        // Of the open file, so that what is checked is what is read.
        let about = file.metadata().map_err(|error| self.failed(error))?;
        self.check(&about)?;
        let mut text = Zeroizing::new(String::new());
        file.take(LONGEST)
            .read_to_string(&mut text)
            .map_err(|error| self.failed(error))?;
        key_in(&text, || format!("`{}`", self.name())).map(Some)
    }

    fn check(&self, about: &fs::Metadata) -> Result<(), KeyError> {
        let mode = about.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyError::TooOpen {
                path: self.name(),
                mode,
            });
        }
        if !about.is_file() || about.len() > LONGEST {
            let place = format!("`{}`", self.name());
            return Err(KeyError::Malformed {
                place,
                what: "not a file that could hold a key",
            });
        }
        Ok(())
    }

    fn name(&self) -> String {
        self.0.display().to_string()
    }

    fn failed(&self, source: io::Error) -> KeyError {
        KeyError::Failed {
            path: self.name(),
            source,
        }
    }
}

/// Where a key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// A file.
    File(KeyFile),
    /// The environment variable of that name.
    Environment(String),
}

impl KeySource {
    /// The key; none if the file or the variable is not there.
    ///
    /// # Errors
    /// As [`KeyFile::read`]; an empty variable is malformed.
    pub fn read(&self) -> Result<Option<Zeroizing<String>>, KeyError> {
        match self {
            Self::File(file) => file.read(),
            Self::Environment(name) => {
                let Some(value) = std::env::var_os(name) else {
                    return Ok(None);
                };
                let place = || format!("the environment variable `{name}`");
                let text = value.into_string().map(Zeroizing::new);
                let text = text.map_err(|_| not_text(place()))?;
                key_in(&text, place).map(Some)
            }
        }
    }
}

fn not_text(place: String) -> KeyError {
    KeyError::Malformed {
        place,
        what: "not text",
    }
}

fn key_in(text: &str, place: impl Fn() -> String) -> Result<Zeroizing<String>, KeyError> {
    let key = text.trim_end_matches(['\n', '\r']);
    if key.trim().is_empty() {
        return Err(KeyError::Malformed {
            place: place(),
            what: "empty",
        });
    }
    Ok(Zeroizing::new(key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> (tempfile::TempDir, KeyFile) {
        let room = tempfile::tempdir().unwrap();
        let file = KeyFile::new(room.path().join("ledger.key"));
        (room, file)
    }

    fn mode(file: &KeyFile, mode: u32) {
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn keeps_a_key_for_its_owner_only() {
        let (_room, file) = room();
        assert!(file.read().unwrap().is_none());
        file.create("PRIVATE+KEY+x").unwrap();
        assert_eq!(file.read().unwrap().unwrap().as_str(), "PRIVATE+KEY+x");
        let mode = fs::metadata(file.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn never_overwrites_a_key() {
        let (_room, file) = room();
        file.create("first").unwrap();
        let error = file.create("second").unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("exists already; a key is never overwritten")
        );
        assert_eq!(file.read().unwrap().unwrap().as_str(), "first");
    }

    #[test]
    fn refuses_a_key_that_others_may_read() {
        let (_room, file) = room();
        file.create("key").unwrap();
        for open in [0o640, 0o604, 0o620, 0o601] {
            mode(&file, open);
            let error = file.read().unwrap_err();
            assert!(matches!(error, KeyError::TooOpen { mode, .. } if mode == open));
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
        mode(&file, 0o400);
        assert!(file.read().unwrap().is_some());
    }

    #[test]
    fn refuses_an_empty_key() {
        let (_room, file) = room();
        assert!(matches!(file.create("\n"), Err(KeyError::Malformed { .. })));
        file.create("key").unwrap();
        fs::write(file.path(), b"\n").unwrap();
        let error = file.read().unwrap_err();
        assert!(error.to_string().ends_with("is empty"), "{error}");
    }

    #[test]
    fn reads_the_environment() {
        let source = KeySource::Environment("PATH".to_owned());
        assert!(source.read().unwrap().is_some());
        let source = KeySource::Environment("HOLDPOINT_NO_SUCH_KEY".to_owned());
        assert!(source.read().unwrap().is_none());
    }
}
