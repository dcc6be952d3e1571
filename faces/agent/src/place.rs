//! The directory of one step, and how its files are written.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::AgentError;
use crate::process::Identity;

pub(crate) const ORDER: &str = "step.json";
pub(crate) const CLAIM: &str = "pid";
pub(crate) const PROCESS: &str = "process";
pub(crate) const LOST: &str = "lost";
pub(crate) const OUTCOME: &str = "exit.json";
pub(crate) const STAGING: &str = "staging";
pub(crate) const LOG: &str = "output.log";

/// Who won the right to run a step: the content of `pid`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Claim {
    /// A supervisor.
    Supervised {
        supervisor: Identity,
        started_ms: i64,
    },
    /// Nobody, for ever.
    Revoked,
}

/// The directory of one step.
#[derive(Debug, Clone)]
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self(directory)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Makes the directory, readable to nobody else, if it is not there.
    pub(crate) fn create(&self) -> Result<(), AgentError> {
        private_directory(&self.0)?;
        self.0.parent().map_or(Ok(()), sync)
    }

    /// A JSON file; none if it is not there.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, AgentError> {
        let path = self.file(name);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(AgentError::io("read", path)(error)),
        };
        let damaged = |error: serde_json::Error| AgentError::Damaged {
            path,
            why: error.to_string(),
        };
        serde_json::from_slice(&text).map(Some).map_err(damaged)
    }

    /// Writes a JSON file so that it is there whole and durably, or not at all.
    pub(crate) fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), AgentError> {
        let (path, draft) = (self.file(name), self.draft(name, value, true)?);
        fs::rename(&draft, &path).map_err(AgentError::io("write", path))?;
        sync(&self.0)
    }

    /// The same, but that it may be gone or damaged when the machine has failed.
    pub(crate) fn note<T: Serialize>(&self, name: &str, value: &T) -> Result<(), AgentError> {
        let (path, draft) = (self.file(name), self.draft(name, value, false)?);
        fs::rename(&draft, &path).map_err(AgentError::io("write", path))
    }

    /// Creates `pid`, once in the life of a step; says whether it was us.
    pub(crate) fn claim(&self, claim: &Claim) -> Result<bool, AgentError> {
        let (path, draft) = (self.file(CLAIM), self.draft(CLAIM, claim, true)?);
        // A link appears at once with its content, and only one of many can appear.
        let linked = fs::hard_link(&draft, &path);
        let _spare = fs::remove_file(&draft);
        match linked {
            Ok(()) => sync(&self.0).map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(AgentError::io("create", path)(error)),
        }
    }

    /// A file under a name of this thread's own.
    fn draft<T: Serialize>(
        &self,
        name: &str,
        value: &T,
        durable: bool,
    ) -> Result<PathBuf, AgentError> {
        let thread = format!("{:?}", std::thread::current().id());
        let number: String = thread.chars().filter(char::is_ascii_digit).collect();
        let path = self.file(&format!(".{name}.{}.{number}", std::process::id()));
        let text = serde_json::to_vec_pretty(value).map_err(|error| AgentError::Damaged {
            path: path.clone(),
            why: error.to_string(),
        })?;
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path);
        written
            .and_then(|mut file| {
                file.write_all(&text)?;
                if durable { file.sync_all() } else { Ok(()) }
            })
            .map_err(AgentError::io("write", &path))?;
        Ok(path)
    }
}

/// Makes a directory that only its owner may list, but others may pass through to what is theirs. One that is there
/// already is left as it is.
pub(crate) fn private_directory(path: &Path) -> Result<(), AgentError> {
    if path.is_dir() {
        return Ok(());
    }
    let mode = Permissions::from_mode(0o711);
    fs::create_dir_all(path)
        .and_then(|()| fs::set_permissions(path, mode))
        .map_err(AgentError::io("create", path))
}

/// Makes the entries of a directory durable.
pub(crate) fn sync(directory: &Path) -> Result<(), AgentError> {
    let synced = File::open(directory).and_then(|directory| directory.sync_all());
    synced.map_err(AgentError::io("sync", directory))
}
