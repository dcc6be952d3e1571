//! What a backup is made of, read while a server may have it open, and a directory that a backup is restored into.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_backup::{BackupError, KeyFile, Manifest};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_durable::{KeyFile as Key, Lock, create_directories, sync_directory};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobStore, LedgerReader, LedgerStore, VaultKeeping};
use holdpoint_postgres::PostgresLedger;
use holdpoint_sqlite::SqliteLedger;
use holdpoint_vault::kept_key;
use zeroize::Zeroizing;

use super::keys::Keys;
use super::{Elsewhere, Whereabouts, content, database, missing, place};
use crate::error::Failure;
use crate::exit::Exit;

/// Small files of a data directory that are backed up.
const FILES: &[&str] = &["ledger.vkey", "witnessed"];

/// The configuration as people write it, which stands beside a data directory.
const CONFIGURATION: &str = "holdpoint.yaml";

/// What went wrong, with its code.
pub(crate) fn failed(error: &BackupError) -> Failure {
    let (exit, code) = match error {
        BackupError::Missing(_) => (Exit::Usage, "backup-missing"),
        BackupError::Newer { .. } => (Exit::Failed, "backup-newer"),
        BackupError::Damaged(_) => (Exit::NoGo, "backup-damaged"),
        BackupError::OtherKeys { .. } => (Exit::Usage, "backup-keys"),
        _ => (Exit::Failed, "backup"),
    };
    let failure = Failure::new(exit, code, error);
    match std::error::Error::source(error) {
        Some(source) => failure.because(source),
        None => failure,
    }
}

/// A data directory, opened only to read from it.
pub(crate) struct Backed {
    pub(crate) ledger: Box<dyn LedgerReader>,
    pub(crate) blobs: Arc<dyn BlobStore>,
    pub(crate) vault: Box<dyn VaultKeeping>,
    pub(crate) vault_key: Zeroizing<String>,
    pub(crate) log: String,
    pub(crate) signing: Option<Zeroizing<String>>,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Backed {
    /// Opens it; a server may have it open, too.
    pub(crate) fn open(at: &Whereabouts<'_>) -> Result<Self, Failure> {
        let place = at.place;
        if !place::exists(place)? {
            return Err(missing(place));
        }
        let wrong = |error: &dyn std::error::Error| {
            let message = format!("the data directory `{}` cannot be read", place.display());
            Failure::failed("data", message).because(error)
        };
        // Before the ledger, which then has at least as many entries.
        let files = small(place)?;
        let vault_key = kept_key(&place.join("vault")).map_err(|error| wrong(&error))?;
        let path = place.join("ledger.vkey");
        let log =
            fs::read_to_string(&path).map_err(|error| Failure::file("read", &path, &error))?;
        Ok(Self {
            ledger: reader(at)?,
            blobs: super::content::look(at)?,
            vault: super::people::keeping(place, at.vault)?,
            vault_key: vault_key.unwrap_or_default(),
            log: log.trim().to_owned(),
            signing: Keys::of(place, at.key).filed()?,
            files,
        })
    }
}

fn small(place: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let beside = place.parent().unwrap_or(place);
    let inside = FILES.iter().map(|name| (*name, place.join(name)));
    let all = inside.chain([(CONFIGURATION, beside.join(CONFIGURATION))]);
    let mut files = Vec::new();
    for (name, path) in all {
        match fs::read(&path) {
            Ok(content) => files.push((name.to_owned(), content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::file("read", &path, &error)),
        }
    }
    Ok(files)
}

/// Reads the ledger where it is.
fn reader(at: &Whereabouts<'_>) -> Result<Box<dyn LedgerReader>, Failure> {
    let none = || missing(at.place);
    let Some(address) = at.database else {
        let own = holdpoint_sqlite::look(at.place).map_err(|error| {
            let message = format!("the ledger of `{}` cannot be read", at.place.display());
            Failure::failed("data", message).because(&error)
        })?;
        if at.place.join(place::DATABASE).exists() {
            let named = fs::read_to_string(at.place.join(place::DATABASE)).unwrap_or_default();
            return Err(database::missing(at.place, named.trim()));
        }
        return own.ok_or_else(none);
    };
    let there = holdpoint_postgres::look(address.clone());
    let there = there.map_err(|error| database::failed(address, &error))?;
    there.ok_or_else(none)
}

/// A directory beside the one that it will be: what is restored gets its name only when all of it is there.
pub(crate) struct Staging {
    place: PathBuf,
    final_place: PathBuf,
    _lock: Lock,
}

/// The stores of a directory that is being restored.
pub(crate) struct Stores {
    pub(crate) ledger: Box<dyn LedgerStore>,
    pub(crate) blobs: Arc<dyn BlobStore>,
    pub(crate) vault: Box<dyn VaultKeeping>,
}

const LOCK: &str = "restoring.lock";

impl Staging {
    /// Whether there is something already where a backup is to be restored.
    pub(crate) fn taken(place: &Path) -> bool {
        match fs::read_dir(place) {
            Ok(mut entries) => entries.next().is_some(),
            Err(error) => error.kind() != std::io::ErrorKind::NotFound,
        }
    }

    /// Begins, and clears away what an earlier attempt left.
    pub(crate) fn begin(final_place: &Path) -> Result<Self, Failure> {
        let mut name = std::ffi::OsString::from(".");
        name.push(final_place.file_name().unwrap_or_default());
        name.push(".restoring");
        let place = final_place.with_file_name(name);
        let wrong = |error: std::io::Error| Failure::file("prepare", &place, &error);
        create_directories(&place).map_err(wrong)?;
        let lock = Lock::take(&place.join(LOCK)).map_err(wrong)?;
        let lock = lock.ok_or_else(|| {
            let message = format!("another process restores `{}`", final_place.display());
            Failure::failed("restore-busy", message)
        })?;
        for entry in fs::read_dir(&place).map_err(wrong)? {
            let entry = entry.map_err(wrong)?;
            match entry.file_type().map_err(wrong)?.is_dir() {
                true => fs::remove_dir_all(entry.path()).map_err(wrong)?,
                false if entry.file_name() != LOCK => {
                    fs::remove_file(entry.path()).map_err(wrong)?
                }
                false => {}
            }
        }
        Ok(Self {
            place,
            final_place: final_place.to_owned(),
            _lock: lock,
        })
    }

    /// Puts the keys where they belong.
    pub(crate) fn keys(&self, keys: &KeyFile, manifest: &Manifest) -> Result<(), Failure> {
        let wrong = |error: &dyn std::error::Error| {
            Failure::failed("restore", "the keys cannot be put in place").because(error)
        };
        let vault = self.place.join("vault");
        create_directories(&vault).map_err(|error| wrong(&error))?;
        // One that is kept in the environment is found there.
        if !keys.vault.is_empty() {
            let key = Key::new(vault.join("vault.key"));
            key.create(&keys.vault).map_err(|error| wrong(&error))?;
        }
        let Some(signing) = &keys.signing else {
            return Ok(());
        };
        let signer = Ed25519Signer::parse(signing).map_err(|error| wrong(&error))?;
        let found = signer.verifier_key().to_string();
        if found != manifest.log {
            let expected = manifest.log.clone();
            return Err(failed(&BackupError::OtherKeys { found, expected }));
        }
        let key = Key::new(self.place.join("ledger.key"));
        key.create(signing).map_err(|error| wrong(&error))
    }

    /// Opens the stores; ledger, people and content are where it was said, if it was.
    pub(crate) fn open(&self, elsewhere: &Elsewhere) -> Result<Stores, Failure> {
        let wrong = |error: &dyn std::error::Error| {
            let message = format!("`{}` cannot be opened", self.place.display());
            Failure::failed("restore", message).because(error)
        };
        let ledger: Box<dyn LedgerStore> = match &elsewhere.database {
            None => {
                let ledger = SqliteLedger::open(&self.place);
                Box::new(ledger.map_err(|error| wrong(&error))?)
            }
            Some(address) => {
                let ledger = PostgresLedger::open(address.clone());
                self.write(place::DATABASE, format!("{address}\n").as_bytes())?;
                Box::new(ledger.map_err(|error| database::failed(address, &error))?)
            }
        };
        let people = &elsewhere.vault;
        let vault = super::people::keeping(&self.place, people.as_ref())?;
        if let Some(address) = people {
            self.write(super::people::DATABASE, format!("{address}\n").as_bytes())?;
        }
        Ok(Stores {
            ledger,
            blobs: self.content(elsewhere)?,
            vault,
        })
    }

    fn content(&self, elsewhere: &Elsewhere) -> Result<Arc<dyn BlobStore>, Failure> {
        match &elsewhere.blobs {
            None => {
                let blobs = DirectoryBlobs::open(self.place.join("blobs"));
                Ok(Arc::new(blobs.map_err(|error| content::failed(&error))?))
            }
            Some(address) => {
                let blobs = content::open_at(address, &self.place)?;
                self.write(content::NOTED, format!("{address}\n").as_bytes())?;
                Ok(blobs)
            }
        }
    }

    /// Writes a small file.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> Result<(), Failure> {
        let path = self.place.join(name);
        holdpoint_durable::replace(&path, content)
            .map_err(|error| Failure::file("write", &path, &error))
    }

    /// Gives it the name that it is to have.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        place::prepare(&self.place)?;
        let wrong = |error: std::io::Error| Failure::file("make", &self.final_place, &error);
        fs::remove_file(self.place.join(LOCK)).map_err(wrong)?;
        sync_directory(&self.place).map_err(wrong)?;
        // Over nothing or over an empty directory; over anything else the system refuses.
        fs::rename(&self.place, &self.final_place).map_err(wrong)?;
        let above = self.final_place.parent();
        let above = above.filter(|above| !above.as_os_str().is_empty());
        sync_directory(above.unwrap_or(Path::new("."))).map_err(wrong)
    }
}
