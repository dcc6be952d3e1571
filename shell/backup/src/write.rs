//! Making a backup, or bringing one up to date.

use std::path::Path;

use holdpoint_durable::{create_directories, replace};
use holdpoint_engine::transfer::{Phase, Scan, scan, transfer_until};
use holdpoint_ledger::checkpoint::CheckpointError;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ports::{
    BlobDigest, BlobStore, Head, LedgerReader, LedgerStore, Millis, VaultKeeping,
};

use crate::error::{BackupError, file};
use crate::keys::KeyFile;
use crate::manifest::{KeptFile, Manifest, People, digest};
use crate::people;

/// What is backed up. A server may go on with it meanwhile.
pub struct Source<'a> {
    /// The ledger.
    pub ledger: &'a dyn LedgerReader,
    /// Content.
    pub blobs: &'a dyn BlobStore,
    /// People and their keys.
    pub vault: &'a dyn VaultKeeping,
    /// The key of the vault, as text.
    pub vault_key: &'a str,
    /// The verifier key of the log.
    pub log: &'a str,
    /// The key that signs the ledger, unless it is kept elsewhere.
    pub signing: Option<&'a str>,
    /// Small files: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What a backup or a restore is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Entries go over.
    Entries,
    /// What went over is read back.
    ReadingBack,
    /// Content goes over.
    Content,
}

impl Stage {
    pub(crate) fn of(phase: Phase) -> Self {
        match phase {
            Phase::Copying => Self::Entries,
            Phase::Verifying => Self::ReadingBack,
        }
    }
}

/// What hears how far it is: so many of so many.
pub type Watch<'a> = dyn Fn(Stage, u64, u64) + 'a;

/// What was backed up.
#[derive(Debug, Clone)]
pub struct Written {
    /// The backup as it is now.
    pub manifest: Manifest,
    /// Entries that were new to it.
    pub entries: u64,
    /// Blobs that were new to it.
    pub blobs: u64,
    /// How many keys of people were backed up, if they were.
    pub keys: Option<usize>,
}

/// Backs up into a directory, which may have an earlier backup of the same ledger: then what is new is added. The two stores
/// are those in that directory.
///
/// # Errors
/// When it has a backup of another ledger, or something cannot be read or written. The earlier backup stays whole.
pub fn back_up(
    source: &Source<'_>,
    place: &Path,
    stores: (&mut dyn LedgerStore, &dyn BlobStore),
    keys: Option<&Path>,
    made: Millis,
    watch: &Watch<'_>,
) -> Result<Option<Written>, BackupError> {
    let (ledger, blobs) = stores;
    let Some(head) = source.ledger.head().map_err(engine)? else {
        return Ok(None);
    };
    believe(source.log, &head)?;
    let told = |phase, done, of| watch(Stage::of(phase), done, of);
    let plan = transfer_until(source.ledger, Some(head.clone()), ledger, &told)?;
    let copied = ledger.reader().map_err(engine)?;
    let scan = scan(&*copied, head.size, &|_| ())?;
    let mut manifest = Manifest::begin(source.log, &head, made)?;
    let fresh = content(source.blobs, blobs, &scan, &mut manifest, watch)?;
    let key_file = people_of(source, place, &scan, &mut manifest)?;
    for (name, content) in &source.files {
        manifest.files.push(named(place, "file", name, content)?);
    }
    if let Some(path) = keys {
        beforehand(&key_file, path, place)?;
    }
    manifest.write(place)?;
    tidy(place, &manifest)?;
    if let Some(path) = keys {
        key_file.write(path)?;
    }
    Ok(Some(Written {
        entries: head.size - plan.there.min(head.size),
        blobs: fresh,
        keys: keys.map(|_| key_file.count()),
        manifest,
    }))
}

/// Writes the keys before the backup is as new as they are: whatever interrupts it between the two files, the keys open all that
/// the backup has, and still ask for no newer ledger than there is in it.
fn beforehand(keys: &KeyFile, path: &Path, place: &Path) -> Result<(), BackupError> {
    let before = match KeyFile::read(path)? {
        Some(before) if before.log == keys.log => Some(before.checkpoint),
        _ => Manifest::read(place)?.map(|before| before.checkpoint),
    };
    match before {
        Some(checkpoint) => keys.as_of(checkpoint).write(path),
        None => keys.write(path),
    }
}

/// Writes what the vault keeps of people; gives their keys.
fn people_of(
    source: &Source<'_>,
    place: &Path,
    scan: &Scan,
    manifest: &mut Manifest,
) -> Result<KeyFile, BackupError> {
    let checkpoint = manifest.checkpoint.clone();
    let (log, vault, signing) = (source.log, source.vault_key, source.signing);
    let mut keys = KeyFile::new(log, &checkpoint, manifest.made, vault, signing);
    keys.destroyed = erased(scan).collect();
    let mut rows = Vec::new();
    // After the ledger was read: whoever it knows is in the vault already.
    for (person, key) in source.vault.kept()? {
        if scan.has(&person.person) {
            keys.keep(&person.person, key);
            rows.push(person);
        }
    }
    manifest.people = People {
        count: rows.len(),
        file: named(place, "people", "people.json", &people::encode(rows)?)?,
    };
    let records = source.vault.kept_retained()?.into_iter();
    let records = records.filter(|kept| scan.retains(&kept.person, &kept.release));
    let records: Vec<_> = records.collect();
    for kept in &records {
        keys.keep_record(&kept.person, &kept.release, &kept.key);
    }
    manifest.retained = People {
        count: records.len(),
        file: named(
            place,
            "people",
            "retained.json",
            &people::encode_records(records)?,
        )?,
    };
    Ok(keys)
}

/// Whose keys are destroyed, as the ledger says.
pub(crate) fn erased(scan: &Scan) -> impl Iterator<Item = String> {
    let erased = scan.people().filter(|(_, erased)| *erased);
    erased.map(|(person, _)| person.to_owned())
}

fn engine(error: holdpoint_ports::StoreError) -> BackupError {
    BackupError::Engine(error.into())
}

/// The head has to be signed by the log: nothing else would ever be restored.
fn believe(log: &str, head: &Head) -> Result<(), BackupError> {
    let wrong = |error: &dyn std::fmt::Display| {
        BackupError::Malformed(format!(
            "the ledger's checkpoint cannot be believed: {error}"
        ))
    };
    let identity = LogIdentity::new(log).map_err(|error| wrong(&error))?;
    let opened = identity.open(&head.checkpoint);
    opened
        .map(drop)
        .map_err(|error: CheckpointError| wrong(&error))
}

/// Copies what entries name and the backup lacks; says how much that was.
fn content(
    from: &dyn BlobStore,
    to: &dyn BlobStore,
    scan: &Scan,
    manifest: &mut Manifest,
    watch: &Watch<'_>,
) -> Result<u64, BackupError> {
    let total = scan.blobs().len() as u64;
    let mut fresh = 0;
    for (digest, done) in scan.blobs().zip(1..) {
        if to.size(digest)?.is_none() {
            match copy(from, to, digest)? {
                true => fresh += 1,
                false => manifest.missing.push(digest.to_string()),
            }
        }
        watch(Stage::Content, done, total);
    }
    manifest.blobs = total;
    Ok(fresh)
}

/// Copies a blob; says whether it was there and undamaged.
pub(crate) fn copy(
    from: &dyn BlobStore,
    to: &dyn BlobStore,
    digest: &BlobDigest,
) -> Result<bool, BackupError> {
    let put = match from.open(digest)? {
        Some(mut content) => to.put(&mut content),
        None => return Ok(false),
    };
    match put {
        Ok((found, _)) => Ok(found == *digest),
        Err(error) if error.is_damage() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes a file under a name of its own, so that the one of the backup before stays until the manifest names this.
fn named(place: &Path, kind: &str, name: &str, content: &[u8]) -> Result<KeptFile, BackupError> {
    let sha256 = digest(content);
    let path = format!("{kind}-{}", sha256.get(..16).unwrap_or(&sha256));
    let full = place.join(&path);
    create_directories(place).map_err(file("made", place))?;
    replace(&full, content).map_err(file("written", &full))?;
    Ok(KeptFile {
        path,
        name: name.to_owned(),
        sha256,
    })
}

/// Removes files that belonged to backups before.
fn tidy(place: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let ours = |name: &str| {
        let named = manifest
            .files
            .iter()
            .chain([&manifest.people.file, &manifest.retained.file]);
        name.starts_with("people-") && !named.clone().any(|file| file.path == name)
            || name.starts_with("file-") && !named.clone().any(|file| file.path == name)
    };
    for entry in std::fs::read_dir(place).map_err(file("read", place))? {
        let path = entry.map_err(file("read", place))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        if name.is_some_and(|name| ours(&name)) {
            std::fs::remove_file(&path).map_err(file("removed", &path))?;
        }
    }
    Ok(())
}
