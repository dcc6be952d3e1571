//! Restoring a backup into empty stores.

use std::path::Path;

use crate::people;
use holdpoint_engine::transfer::transfer_until;
use holdpoint_ports::{
    BlobStore, KeptPerson, KeptRecord, LedgerReader, LedgerStore, VaultKeeping, WrappedKey,
};

use crate::check::{Contents, contents};
use crate::error::BackupError;
use crate::keys::KeyFile;
use crate::manifest::Manifest;
use crate::write::{Stage, Watch, copy};

/// Where it goes. All of it is empty, or has the beginning of the same ledger.
pub struct Target<'a> {
    /// The ledger.
    pub ledger: &'a mut dyn LedgerStore,
    /// Content.
    pub blobs: &'a dyn BlobStore,
    /// People; it has the vault's key of the backup of keys already.
    pub vault: &'a dyn VaultKeeping,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Blobs.
    pub blobs: u64,
    /// People who are known again.
    pub people: usize,
    /// People whose keys are destroyed, and stay so, although the backup still had something of them.
    pub erased: Vec<String>,
    /// People whose keys are in no backup: they are known no more, and what they wrote stays shut.
    pub keyless: Vec<String>,
    /// Small files, for where they belong.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Restores all of it. Whoever the ledger or the file of keys says is erased does not come back.
///
/// # Errors
/// When the backup is damaged, or something cannot be written.
pub fn restore(
    place: &Path,
    manifest: &Manifest,
    stores: (&dyn LedgerReader, &dyn BlobStore),
    keys: Option<&KeyFile>,
    target: Target<'_>,
    watch: &Watch<'_>,
) -> Result<Restored, BackupError> {
    let (ledger, blobs) = stores;
    fits(manifest, keys)?;
    let contents = contents(place, manifest, ledger, &|_, _, _| ())?;
    let head = Some(manifest.head()?);
    let told = |phase, done, of| watch(Stage::of(phase), done, of);
    transfer_until(ledger, head, target.ledger, &told)?;
    content((blobs, target.blobs), &contents, manifest, watch)?;
    let records = contents.records(keys)?;
    target.vault.bring_back_retained(&records)?;
    let (back, restored) = contents.back(manifest, keys);
    target.vault.bring_back(&back)?;
    Ok(restored)
}

/// Brings back what entries name, verified.
fn content(
    (from, to): (&dyn BlobStore, &dyn BlobStore),
    contents: &Contents,
    manifest: &Manifest,
    watch: &Watch<'_>,
) -> Result<(), BackupError> {
    let total = contents.scan.blobs().len() as u64;
    for (digest, done) in contents.scan.blobs().zip(1..) {
        let known = || manifest.missing.contains(&digest.to_string());
        if !copy(from, to, digest)? && !known() {
            let text = format!("blob `{digest}` is missing or changed");
            return Err(BackupError::Damaged(text));
        }
        watch(Stage::Content, done, total);
    }
    Ok(())
}

/// The keys have to be those of the log.
fn fits(manifest: &Manifest, keys: Option<&KeyFile>) -> Result<(), BackupError> {
    match keys.filter(|keys| keys.log != manifest.log) {
        None => Ok(()),
        Some(keys) => Err(BackupError::OtherKeys {
            found: keys.log.clone(),
            expected: manifest.log.clone(),
        }),
    }
}

impl Contents {
    /// What stays of people who were erased, as far as the ledger still says so and its keys are there.
    fn records(&self, keys: Option<&KeyFile>) -> Result<Vec<KeptRecord>, BackupError> {
        let Some(text) = &self.retained else {
            return Ok(Vec::new());
        };
        people::decode_records(text, |person, release| {
            let stays = self.scan.retains(person, release);
            keys.filter(|_| stays)?.of_record(person, release)
        })
    }

    /// Who comes back, with their keys, and what else a restore brings.
    #[must_use]
    pub fn back(
        self,
        manifest: &Manifest,
        keys: Option<&KeyFile>,
    ) -> (Vec<(KeptPerson, WrappedKey)>, Restored) {
        let missing = manifest.missing.len() as u64;
        let mut restored = Restored {
            blobs: manifest.blobs.saturating_sub(missing),
            people: 0,
            erased: Vec::new(),
            keyless: Vec::new(),
            files: self.files,
        };
        let mut back = Vec::new();
        for kept in self.people {
            let id = kept.person.as_str();
            let destroyed = keys.is_some_and(|keys| keys.destroyed.contains(id));
            match keys.and_then(|keys| keys.of(id)) {
                _ if destroyed || !self.scan.has(id) => restored.erased.push(kept.person),
                Some(key) => back.push((kept, key)),
                None => restored.keyless.push(kept.person),
            }
        }
        restored.people = back.len();
        (back, restored)
    }
}
