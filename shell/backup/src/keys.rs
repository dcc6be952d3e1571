//! The file with the keys, kept apart from everything that they open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use holdpoint_durable::{create_directories, replace};
use holdpoint_ports::{Millis, WrappedKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{BackupError, file};
use crate::people::Bytes;

/// The format that this program writes.
const FORMAT: u32 = 1;

/// The keys of a ledger and of its people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFile {
    format: u32,
    /// When it was made.
    pub made: Millis,
    /// The verifier key of the log.
    pub log: String,
    /// The log's checkpoint when it was made: a ledger that is restored has to extend it.
    pub checkpoint: String,
    /// The key that signs the ledger, unless it is kept elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing: Option<String>,
    /// The key of the vault.
    pub vault: String,
    people: BTreeMap<String, Bytes>,
    /// The keys of what stays of people who were erased, by person and release.
    #[serde(default)]
    retained: BTreeMap<String, BTreeMap<String, Bytes>>,
    /// People whose keys are destroyed: no older copy brings them back.
    pub destroyed: BTreeSet<String>,
}

/// Without a key.
impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFile")
            .field("log", &self.log)
            .field("people", &self.people.len())
            .finish_non_exhaustive()
    }
}

impl KeyFile {
    /// The keys as of a checkpoint.
    pub(crate) fn new(
        log: &str,
        checkpoint: &str,
        made: Millis,
        vault: &str,
        signing: Option<&str>,
    ) -> Self {
        Self {
            format: FORMAT,
            made,
            log: log.to_owned(),
            checkpoint: checkpoint.to_owned(),
            signing: signing.map(str::to_owned),
            vault: vault.to_owned(),
            people: BTreeMap::new(),
            retained: BTreeMap::new(),
            destroyed: BTreeSet::new(),
        }
    }

    /// The same keys, for a ledger that goes as far as a checkpoint or further.
    pub(crate) fn as_of(&self, checkpoint: String) -> Self {
        Self {
            checkpoint,
            ..self.clone()
        }
    }

    pub(crate) fn keep(&mut self, person: &str, WrappedKey(key): WrappedKey) {
        self.people.insert(person.to_owned(), Bytes(key));
    }

    pub(crate) fn keep_record(
        &mut self,
        person: &str,
        release: &str,
        WrappedKey(key): &WrappedKey,
    ) {
        let records = self.retained.entry(person.to_owned()).or_default();
        records.insert(release.to_owned(), Bytes(key.clone()));
    }

    /// The key of what stays of a person for a release.
    #[must_use]
    pub fn of_record(&self, person: &str, release: &str) -> Option<WrappedKey> {
        let key = self.retained.get(person)?.get(release)?;
        Some(WrappedKey(key.0.clone()))
    }

    /// The key of a person.
    #[must_use]
    pub fn of(&self, person: &str) -> Option<WrappedKey> {
        let key = self.people.get(person);
        key.map(|key| WrappedKey(key.0.clone()))
    }

    /// How many people it has keys of.
    #[must_use]
    pub fn count(&self) -> usize {
        self.people.len()
    }

    /// Takes out the key of somebody whose key is destroyed; says whether it was there.
    pub fn destroy(&mut self, person: &str) -> bool {
        self.destroyed.insert(person.to_owned());
        self.people.remove(person).is_some()
    }

    /// Reads the file; none if it is not there.
    ///
    /// # Errors
    /// When it is no such file, or of a newer format.
    pub fn read(path: &Path) -> Result<Option<Self>, BackupError> {
        let text = match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            read => Zeroizing::new(read.map_err(file("read", path))?),
        };
        let keys: Self = serde_json::from_slice(&text).map_err(|error| {
            // The message of the parser would show what it met.
            let (line, column) = (error.line(), error.column());
            let path = path.display();
            BackupError::Malformed(format!(
                "`{path}` has no keys: line {line}, column {column}"
            ))
        })?;
        if keys.format > FORMAT {
            let (found, known) = (keys.format, FORMAT);
            return Err(BackupError::Newer { found, known });
        }
        Ok(Some(keys))
    }

    /// Puts it in place of the one before, readable by its owner only.
    ///
    /// # Errors
    /// When the medium fails; then the file is as it was.
    pub fn write(&self, path: &Path) -> Result<(), BackupError> {
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            create_directories(above).map_err(file("made", above))?;
        }
        let text = serde_json::to_vec_pretty(self).map(Zeroizing::new);
        let text = text.map_err(|error| BackupError::Malformed(error.to_string()))?;
        replace(path, &text).map_err(file("written", path))
    }
}
