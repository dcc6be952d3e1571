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

/// The mode of a file that is not durable yet, and of one that is. Files of earlier versions have the second from the start:
/// they were synced before they had their names.
const UNSETTLED: u32 = 0o400;
const SETTLED: u32 = 0o600;

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

    /// Makes the directory, readable to nobody else, if it is not there. It is durable when its claim is.
    pub(crate) fn create(&self) -> Result<(), AgentError> {
        private_directory(&self.0)
    }

    /// Waits until nobody else prepares or orders the step; until what is returned is dropped nobody will.
    pub(crate) fn alone(&self) -> Result<File, AgentError> {
        let directory = File::open(&self.0).map_err(AgentError::io("open", &self.0))?;
        directory.lock().map_err(AgentError::io("lock", &self.0))?;
        Ok(directory)
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

    /// Writes a JSON file; when this returns it is there whole and durably. Whoever reads it before must [`Place::settle`] it
    /// before telling anybody.
    pub(crate) fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), AgentError> {
        let (draft, file) = self.draft(name, value, UNSETTLED)?;
        // Under its name before anything is synced, so that one commit of the file system's journal has all of it. What a lost
        // machine leaves of it may be empty: that is damaged, not absent.
        self.rename(&draft, name)?;
        let durable = self.settled(name, &file);
        if durable.is_err() {
            // A second sync may succeed without having written what the first could not.
            let _untold = fs::remove_file(self.file(name));
        }
        durable
    }

    /// The same, but that it may be gone or damaged when the machine has failed.
    pub(crate) fn note<T: Serialize>(&self, name: &str, value: &T) -> Result<(), AgentError> {
        let (draft, _) = self.draft(name, value, SETTLED)?;
        self.rename(&draft, name)
    }

    fn rename(&self, draft: &Path, name: &str) -> Result<(), AgentError> {
        let path = self.file(name);
        fs::rename(draft, &path).map_err(AgentError::io("write", path))
    }

    /// Creates `pid`, once in the life of a step; says whether it was us. It is not durable before it is [settled](Place::settle),
    /// and nothing of the step may run before: who finds it gone after the machine was lost begins anew.
    pub(crate) fn claim(&self, claim: &Claim) -> Result<bool, AgentError> {
        let path = self.file(CLAIM);
        let (draft, _) = self.draft(CLAIM, claim, UNSETTLED)?;
        // A link appears at once with its content, and only one of many can appear. After a loss it may be empty, which says
        // that there was one. Only then synced, so that its directory, content and link are one commit of the journal.
        let linked = fs::hard_link(&draft, &path);
        let _spare = fs::remove_file(&draft);
        match linked {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(AgentError::io("create", path)(error)),
        }
    }

    /// Makes sure that a file that is there stays there. Whoever wrote it may have ended before, and what is told of it must
    /// stay true.
    pub(crate) fn settle(&self, name: &str) -> Result<(), AgentError> {
        let path = self.file(name);
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(AgentError::io("read", &path))?,
        };
        let about = file.metadata().map_err(AgentError::io("read", path))?;
        match about.permissions().mode() & SETTLED == SETTLED {
            true => Ok(()),
            false => self.settled(name, &file),
        }
    }

    /// Makes a file durable, and the way to it; then says so in its mode, which need not be durable itself.
    fn settled(&self, name: &str, file: &File) -> Result<(), AgentError> {
        let failed = AgentError::io("sync", self.file(name));
        file.sync_all().map_err(failed)?;
        // Where the journal has them already, as on ext4, these two cost next to nothing. The claim comes first: whatever comes
        // later finds the directory durable, and others may be made beside it all the time.
        sync(&self.0)?;
        if name == CLAIM {
            self.0.parent().map_or(Ok(()), sync)?;
        }
        let _costs_a_sync = file.set_permissions(Permissions::from_mode(SETTLED));
        Ok(())
    }

    /// A file under a name of this thread's own.
    fn draft<T: Serialize>(
        &self,
        name: &str,
        value: &T,
        mode: u32,
    ) -> Result<(PathBuf, File), AgentError> {
        let path = self.own(name);
        let text = serde_json::to_vec_pretty(value).map_err(|error| AgentError::Damaged {
            path: path.clone(),
            why: error.to_string(),
        })?;
        let new = || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(mode).open(&path)
        };
        let opened = match new() {
            // Left by a process of the same number. It may be a second name of the claim: it must not be written to.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(&path).and_then(|()| new())
            }
            opened => opened,
        };
        let written = opened.and_then(|mut file| file.write_all(&text).map(|()| file));
        let file = written.map_err(AgentError::io("write", &path))?;
        Ok((path, file))
    }

    fn own(&self, name: &str) -> PathBuf {
        let thread = format!("{:?}", std::thread::current().id());
        let number: String = thread.chars().filter(char::is_ascii_digit).collect();
        self.file(&format!(".{name}.{}.{number}", std::process::id()))
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
