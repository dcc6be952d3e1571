//! The blob store of one machine.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use holdpoint_durable::{create_directories, sync_directory};
use holdpoint_ports::{BlobDigest, BlobError, BlobStore, ListedBlob, Millis};
use sha2::{Digest, Sha256};

use crate::incoming::{Failure, Incoming};
use crate::path::{ALGORITHM, digest_of, path_of};
use crate::verified::Verified;

const INCOMING: &str = "incoming";

/// How old content without a name is before nobody can be writing it any more.
const ABANDONED: Duration = Duration::from_secs(24 * 3600);

/// Blobs below a directory, as `sha256/ab/cdef…`.
#[derive(Debug)]
pub struct DirectoryBlobs {
    root: PathBuf,
}

impl DirectoryBlobs {
    /// Opens the directory, creating it if need be, and clears away what an interrupted `put` left.
    ///
    /// One process at a time opens a directory so: another's unfinished content would be cleared away.
    ///
    /// # Errors
    /// When the directory cannot be created or read.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, BlobError> {
        Self::begin(root.into(), Duration::ZERO)
    }

    /// Opens a directory that other processes may have open, too: only what is surely abandoned is cleared away.
    ///
    /// # Errors
    /// When the directory cannot be created or read.
    pub fn open_shared(root: impl Into<PathBuf>) -> Result<Self, BlobError> {
        Self::begin(root.into(), ABANDONED)
    }

    fn begin(root: PathBuf, abandoned: Duration) -> Result<Self, BlobError> {
        let blobs = root.join(ALGORITHM);
        for directory in [&blobs, &root.join(INCOMING)] {
            create_directories(directory).map_err(at(directory))?;
        }
        // All of them now: made on demand, one might be in use before whoever made it has synced it.
        create_children(&blobs).map_err(at(&blobs))?;
        clear(&root.join(INCOMING), abandoned)?;
        Ok(Self { root })
    }

    /// Opens a directory that another process has open, only to read from it.
    #[must_use]
    pub fn look(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn name(&self, incoming: Incoming) -> Result<(BlobDigest, u64), BlobError> {
        let Incoming { file, digest, size } = incoming;
        let path = path_of(&self.root, &digest);
        let directory = path.parent().unwrap_or(&self.root);
        // Over an existing blob too: the same content, or a damaged one that this heals.
        file.persist(&path)
            .map_err(|failed| at(&path)(failed.error))?;
        sync_directory(directory).map_err(at(directory))?;
        Ok((digest, size))
    }
}

impl BlobStore for DirectoryBlobs {
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError> {
        let directory = self.root.join(INCOMING);
        let incoming = Incoming::receive(&directory, content).map_err(|failure| match failure {
            Failure::Content(source) => at(Path::new("the content"))(source),
            Failure::Medium(source) => at(&directory)(source),
        })?;
        self.name(incoming)
    }

    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
        let path = path_of(&self.root, digest);
        let Some(content) = present(fs::read(&path)).map_err(at(&path))? else {
            return Ok(None);
        };
        let found = BlobDigest(Sha256::digest(&content).into());
        if found != *digest {
            return Err(BlobError::Damaged {
                digest: *digest,
                found,
            });
        }
        Ok(Some(content))
    }

    fn open(&self, digest: &BlobDigest) -> Result<Option<Box<dyn Read + Send>>, BlobError> {
        let path = path_of(&self.root, digest);
        let file = present(File::open(&path)).map_err(at(&path))?;
        Ok(file.map(|file| Box::new(Verified::new(file, *digest)) as Box<dyn Read + Send>))
    }

    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError> {
        let path = path_of(&self.root, digest);
        let about = present(fs::metadata(&path)).map_err(at(&path))?;
        Ok(about.map(|about| about.len()))
    }

    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError> {
        let path = path_of(&self.root, digest);
        let removed = present(fs::remove_file(&path)).map_err(at(&path))?;
        if let (Some(()), Some(directory)) = (removed, path.parent()) {
            sync_directory(directory).map_err(at(directory))?;
        }
        Ok(removed.is_some())
    }

    fn list(&self) -> Result<Vec<ListedBlob>, BlobError> {
        let mut listed = Vec::new();
        if !self.root.join(ALGORITHM).exists() {
            return Ok(listed);
        }
        for (first, directory) in names(&self.root.join(ALGORITHM))? {
            if !directory.is_dir() {
                continue;
            }
            for (rest, path) in names(&directory)? {
                let Some(digest) = digest_of(&first, &rest) else {
                    continue;
                };
                // It may have been removed meanwhile.
                let about = present(fs::metadata(&path)).map_err(at(&path))?;
                listed.extend(about.map(|about| ListedBlob {
                    digest,
                    size: about.len(),
                    changed: changed(&about),
                }));
            }
        }
        Ok(listed)
    }
}

fn changed(about: &fs::Metadata) -> Millis {
    let since = about.modified().unwrap_or(UNIX_EPOCH);
    let since = since.duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

fn at(place: &Path) -> impl Fn(io::Error) -> BlobError {
    let place = place.display().to_string();
    move |source| BlobError::Failed {
        place: place.clone(),
        source,
    }
}

fn present<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

fn names(directory: &Path) -> Result<Vec<(String, PathBuf)>, BlobError> {
    let entries = fs::read_dir(directory).map_err(at(directory))?;
    let named = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.map_err(at(directory))?;
        Ok((
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        ))
    };
    entries.map(named).collect()
}

fn create_children(blobs: &Path) -> io::Result<()> {
    for first in 0..=u8::MAX {
        match fs::create_dir(blobs.join(hex::encode([first]))) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => (),
        }
    }
    sync_directory(blobs)
}

fn clear(directory: &Path, abandoned: Duration) -> Result<(), BlobError> {
    let now = SystemTime::now();
    for (_, path) in names(directory)? {
        // Another process may have given it its name meanwhile.
        let Some(about) = present(fs::metadata(&path)).map_err(at(&path))? else {
            continue;
        };
        let age = about
            .modified()
            .ok()
            .and_then(|then| now.duration_since(then).ok());
        if abandoned.is_zero() || age.is_some_and(|age| age > abandoned) {
            present(fs::remove_file(&path)).map_err(at(&path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
