//! Reading a backup from its first byte to its last.

use std::path::Path;

use holdpoint_engine::transfer::{Scan, root_at, scan};
use holdpoint_ports::{BlobStore, KeptPerson, LedgerReader};

use crate::error::{BackupError, file};
use crate::manifest::{KeptFile, Manifest, digest};
use crate::people;
use crate::write::{Stage, Watch};

/// What is in a backup.
#[derive(Debug)]
pub struct Contents {
    /// What its entries name.
    pub scan: Scan,
    /// People without their keys.
    pub people: Vec<KeptPerson>,
    /// What stays of people who were erased, as the text of its file; none in older backups.
    pub(crate) retained: Option<Vec<u8>>,
    /// Small files: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Checks all of it: entries against the signed checkpoint, every blob that they name, every other file.
///
/// # Errors
/// [`BackupError::Damaged`] when anything is not what was put into it.
pub fn check(
    place: &Path,
    manifest: &Manifest,
    ledger: &dyn LedgerReader,
    blobs: &dyn BlobStore,
    watch: &Watch<'_>,
) -> Result<Contents, BackupError> {
    let head = manifest.head()?;
    let contents = contents(place, manifest, ledger, watch)?;
    if root_at(ledger, head.size)? != head.root {
        let text = "its entries are not those of its checkpoint".to_owned();
        return Err(BackupError::Damaged(text));
    }
    let total = contents.scan.blobs().len() as u64;
    for (digest, done) in contents.scan.blobs().zip(1..) {
        let known = || manifest.missing.contains(&digest.to_string());
        if blobs.verify(digest)?.is_none() && !known() {
            return Err(BackupError::Damaged(format!("blob `{digest}` is missing")));
        }
        watch(Stage::Content, done, total);
    }
    Ok(contents)
}

/// What is in it; entries and blobs are not compared with anything yet.
pub(crate) fn contents(
    place: &Path,
    manifest: &Manifest,
    ledger: &dyn LedgerReader,
    watch: &Watch<'_>,
) -> Result<Contents, BackupError> {
    let files = manifest.files.iter();
    Ok(Contents {
        people: people::decode(&read(place, &manifest.people.file)?)?,
        retained: match manifest.retained.file.path.is_empty() {
            true => None,
            false => Some(read(place, &manifest.retained.file)?),
        },
        files: files
            .map(|kept| Ok((kept.name.clone(), read(place, kept)?)))
            .collect::<Result<_, BackupError>>()?,
        scan: scan(ledger, manifest.size, &|done| {
            watch(Stage::ReadingBack, done, manifest.size);
        })?,
    })
}

fn read(place: &Path, kept: &KeptFile) -> Result<Vec<u8>, BackupError> {
    let path = place.join(&kept.path);
    let content = std::fs::read(&path).map_err(file("read", &path))?;
    match digest(&content) == kept.sha256 {
        true => Ok(content),
        false => Err(BackupError::Damaged(format!("`{}` was changed", kept.path))),
    }
}
