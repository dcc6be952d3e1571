//! What an agent keeps on its host: who it is, what it was asked to do, and how that ended.
//!
//! | in its directory | is |
//! |---|---|
//! | `credentials.pem` | its key, its certificate, and the roots that it believes |
//! | `ledger.json` | the key of the ledger, and the newest tree that was verified |
//! | `start.json` | how often it was started, and the newest epoch that it heard |
//! | `asked/` | what it was asked to do and has not been told that the end of it is kept |
//! | `steps/` | what became of its steps, and their caches |
//! | `files/` | artifacts and logs, by digest |

use std::fs;
use std::path::{Path, PathBuf};

use holdpoint_durable::{create_directories, replace};
use serde::{Deserialize, Serialize};

use crate::told::Said;

/// A directory of an agent.
#[derive(Debug, Clone)]
pub(super) struct Place(PathBuf);

/// How often it was started, and by whom it was told what to do last.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    pub(super) incarnation: u64,
    pub(super) epoch: u64,
}

/// What it was asked to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    pub(super) epoch: u64,
    /// The order, in hexadecimal digits.
    pub(super) order: String,
    /// How it ended, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) said: Option<Said>,
}

impl Place {
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let place = Self(path.to_owned());
        for folder in [path, &place.file("asked")] {
            create_directories(folder).map_err(|error| failed(folder, error))?;
        }
        Ok(place)
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Counts this start.
    pub(super) fn started(&self) -> Result<Start, String> {
        let before: Start = read(&self.file("start.json"))?.unwrap_or_default();
        let now = Start {
            incarnation: before.incarnation.saturating_add(1),
            ..before
        };
        self.keep_start(now)?;
        Ok(now)
    }

    /// Somebody of that epoch is in charge.
    pub(super) fn heard(&self, epoch: u64) -> Result<(), String> {
        let before: Start = read(&self.file("start.json"))?.unwrap_or_default();
        match epoch > before.epoch {
            true => self.keep_start(Start { epoch, ..before }),
            false => Ok(()),
        }
    }

    fn keep_start(&self, start: Start) -> Result<(), String> {
        write(&self.file("start.json"), &start)
    }

    fn task(&self, key: u64) -> PathBuf {
        self.file("asked").join(format!("{key}.json"))
    }

    pub(super) fn keep(&self, key: u64, task: &Task) -> Result<(), String> {
        write(&self.task(key), task)
    }

    pub(super) fn read(&self, key: u64) -> Result<Option<Task>, String> {
        read(&self.task(key))
    }

    pub(super) fn forget(&self, key: u64) {
        // What is left is found at the next start, said again, and forgotten then.
        let _ = fs::remove_file(self.task(key));
    }

    /// Everything that was asked and is not settled.
    pub(super) fn tasks(&self) -> Result<Vec<(u64, Task)>, String> {
        let folder = self.file("asked");
        let listed = fs::read_dir(&folder).map_err(|error| failed(&folder, error))?;
        let mut found = Vec::new();
        for entry in listed.flatten() {
            let name = entry.file_name();
            let key = name.to_str().and_then(|name| name.strip_suffix(".json"));
            let Some(key) = key.and_then(|key| key.parse().ok()) else {
                continue;
            };
            if let Some(task) = read(&entry.path())? {
                found.push((key, task));
            }
        }
        Ok(found)
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, String> {
    match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, error)),
        Ok(text) => {
            let read = serde_json::from_slice(&text);
            read.map(Some).map_err(|error| failed(path, error))
        }
    }
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), String> {
    let text = serde_json::to_vec(value).map_err(|error| failed(path, error))?;
    replace(path, &text).map_err(|error| failed(path, error))
}

pub(super) fn failed(path: &Path, error: impl std::fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}
