//! What says what a backup is: up to where it goes, and what belongs to it.

use std::path::Path;

use holdpoint_durable::{create_directories, replace};
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::SignedCheckpoint;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ports::{Head, Millis};
use serde::{Deserialize, Serialize};

use crate::error::{BackupError, file};

/// Its name.
const NAME: &str = "backup.json";

/// The format that this program writes.
const FORMAT: u32 = 1;

/// A file in a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its path below the backup.
    pub path: String,
    /// What it is called where it belongs.
    pub name: String,
    /// SHA-256 of its content, in hex.
    pub sha256: String,
}

/// What a backup has of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// How many.
    pub count: usize,
    /// The file.
    pub file: KeptFile,
}

/// The manifest of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// When it was made.
    pub made: Millis,
    /// The version of the program that made it.
    pub program: String,
    /// The verifier key of the log.
    pub log: String,
    /// Number of entries.
    pub size: u64,
    /// The root of their tree, in hex.
    pub root: String,
    /// The signed checkpoint of that size.
    pub checkpoint: String,
    /// Time of the newest entry.
    pub time: Millis,
    /// People; none if there is no vault.
    pub people: People,
    /// What stays of people who were erased, without the keys.
    #[serde(default)]
    pub retained: People,
    /// Small files.
    pub files: Vec<KeptFile>,
    /// How many blobs entries name.
    pub blobs: u64,
    /// Digests of those that were not there, or damaged, when it was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A manifest with the digest of its text, so that a change to it is found.
#[derive(Serialize, Deserialize)]
struct Sealed {
    manifest: Manifest,
    sha256: String,
}

/// As much of a manifest as every format has.
#[derive(Deserialize)]
struct Outer {
    manifest: Format,
}
#[derive(Deserialize)]
struct Format {
    format: u32,
}
impl Manifest {
    /// What a backup of `head` is, before anything belongs to it.
    pub(crate) fn begin(log: &str, head: &Head, made: Millis) -> Result<Self, BackupError> {
        let checkpoint = String::from_utf8(head.checkpoint.clone());
        let checkpoint =
            checkpoint.map_err(|_| BackupError::Damaged("the checkpoint is no text".to_owned()))?;
        Ok(Self {
            format: FORMAT,
            made,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            log: log.to_owned(),
            size: head.size,
            root: hex::encode(head.root.0),
            checkpoint,
            time: head.time_ms,
            people: People::default(),
            retained: People::default(),
            files: Vec::new(),
            blobs: 0,
            missing: Vec::new(),
        })
    }

    /// The manifest of the backup in a directory, if there is a finished one.
    ///
    /// # Errors
    /// When it is damaged, of a newer format, or does not fit its own signed checkpoint.
    pub fn read(place: &Path) -> Result<Option<Self>, BackupError> {
        let path = place.join(NAME);
        let text = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(file("read", &path))?,
        };
        let damaged =
            |error: serde_json::Error| BackupError::Damaged(format!("its manifest: {error}"));
        let outer: Outer = serde_json::from_slice(&text).map_err(damaged)?;
        if outer.manifest.format > FORMAT {
            let (found, known) = (outer.manifest.format, FORMAT);
            return Err(BackupError::Newer { found, known });
        }
        let sealed: Sealed = serde_json::from_slice(&text).map_err(damaged)?;
        if digest(&serde_json::to_vec(&sealed.manifest).map_err(damaged)?) != sealed.sha256 {
            return Err(BackupError::Damaged("its manifest was changed".to_owned()));
        }
        sealed.manifest.signed()?;
        Ok(Some(sealed.manifest))
    }

    /// Puts it in place of the one before: from now on this is the backup.
    pub(crate) fn write(&self, place: &Path) -> Result<(), BackupError> {
        create_directories(place).map_err(file("made", place))?;
        let wrong = |error: serde_json::Error| BackupError::Malformed(error.to_string());
        let sealed = Sealed {
            sha256: digest(&serde_json::to_vec(self).map_err(wrong)?),
            manifest: self.clone(),
        };
        let path = place.join(NAME);
        let text = serde_json::to_vec_pretty(&sealed).map_err(wrong)?;
        replace(&path, &text).map_err(file("written", &path))
    }

    /// The log.
    ///
    /// # Errors
    /// When the key is none.
    pub fn identity(&self) -> Result<LogIdentity, BackupError> {
        let identity = LogIdentity::new(&self.log);
        identity.map_err(|error| BackupError::Damaged(error.to_string()))
    }

    /// Its checkpoint, which has to be signed and of what it says.
    pub(crate) fn signed(&self) -> Result<SignedCheckpoint, BackupError> {
        let opened = self.identity()?.open(self.checkpoint.as_bytes());
        let signed = opened.map_err(|error| BackupError::Damaged(error.to_string()))?;
        let checkpoint = &signed.checkpoint;
        if checkpoint.size == self.size && hex::encode(checkpoint.root.0) == self.root {
            return Ok(signed);
        }
        let text = "its manifest does not fit its checkpoint".to_owned();
        Err(BackupError::Damaged(text))
    }

    /// The head that it is of.
    pub(crate) fn head(&self) -> Result<Head, BackupError> {
        Ok(Head {
            size: self.size,
            root: self.signed()?.checkpoint.root,
            checkpoint: self.checkpoint.clone().into_bytes(),
            time_ms: self.time,
        })
    }
}

/// SHA-256 in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Hash::of(bytes).0)
}
