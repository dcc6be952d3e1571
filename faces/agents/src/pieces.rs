//! Files that come and go in pieces.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use holdpoint_courier::Digest;
use holdpoint_ports::{BlobDigest, BlobStore};

/// Files that come in pieces, until they are whole.
pub(crate) struct Receiving {
    folder: PathBuf,
    kept: HashMap<Digest, u64>,
}

/// What became of a piece.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// So many bytes are there.
    Part(u64),
    /// All of it, and it is kept.
    Whole,
    /// All of it, and it is something else than it was said to be.
    Other,
}

impl Receiving {
    /// Into that folder, in which nothing else is: what an earlier start has left there is removed.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(folder)?,
        }
        Ok(Self {
            folder: folder.to_owned(),
            kept: HashMap::new(),
        })
    }

    /// How much is there.
    pub(crate) fn kept(&self, digest: Digest) -> u64 {
        self.kept.get(&digest).copied().unwrap_or_default()
    }

    /// Takes a piece. One that does not follow what is there changes nothing.
    pub(crate) fn take(
        &mut self,
        digest: Digest,
        (offset, size): (u64, u64),
        bytes: &[u8],
        blobs: &dyn BlobStore,
    ) -> Result<Received, String> {
        let path = self.folder.join(digest.to_string());
        let before = self.kept(digest);
        let failed = |error: io::Error| format!("`{}`: {error}", path.display());
        if offset == before {
            append(&path, offset, bytes).map_err(failed)?;
            self.kept.insert(digest, before + bytes.len() as u64);
        }
        let kept = self.kept(digest);
        if kept < size {
            return Ok(Received::Part(kept));
        }
        self.kept.remove(&digest);
        let mut file = match size {
            // No piece of it ever comes.
            0 => Box::new(io::empty()) as Box<dyn Read>,
            _ => Box::new(File::open(&path).map_err(failed)?),
        };
        let put = blobs.put(&mut *file).map_err(|error| error.to_string());
        // A file that stays takes room until the next start.
        let _ = fs::remove_file(&path);
        let (found, _) = put?;
        match found.0 == digest.0 {
            true => Ok(Received::Whole),
            false => Ok(Received::Other),
        }
    }
}

/// Writes bytes where they belong; the file has nothing behind them then.
pub(crate) fn append(path: &Path, offset: u64, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file.set_len(offset)?;
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

/// At most that many bytes of a file from an offset on; none at its end or if it is not there.
pub(crate) fn read_at(path: &Path, offset: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        opened => opened?,
    };
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How long a file is; nothing if it is not there.
pub(crate) fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |about| about.len())
}

/// Content that is read from front to back by several readers, some of it at a time. A blob is verified as it is read, so one that
/// is read somewhere else is read up to there.
#[derive(Default)]
pub(crate) struct Readings(HashMap<(String, Digest), Reading>);

struct Reading {
    at: u64,
    content: Box<dyn Read + Send>,
}

impl Readings {
    /// At most that many bytes for that reader; none if there is no such blob.
    pub(crate) fn read(
        &mut self,
        who: &str,
        digest: Digest,
        (offset, most): (u64, u64),
        blobs: &dyn BlobStore,
    ) -> Result<Option<Vec<u8>>, String> {
        let key = (who.to_owned(), digest);
        let there = self.0.remove(&key).filter(|one| one.at == offset);
        let mut reading = match there {
            Some(reading) => reading,
            None => match opened(digest, offset, blobs)? {
                Some(reading) => reading,
                None => return Ok(None),
            },
        };
        let mut bytes = Vec::new();
        let read = (&mut reading.content).take(most).read_to_end(&mut bytes);
        read.map_err(|error| error.to_string())?;
        reading.at += bytes.len() as u64;
        if bytes.len() as u64 == most {
            self.0.insert(key, reading);
        }
        Ok(Some(bytes))
    }
}

fn opened(digest: Digest, at: u64, blobs: &dyn BlobStore) -> Result<Option<Reading>, String> {
    let found = blobs.open(&BlobDigest(digest.0));
    let Some(mut content) = found.map_err(|error| error.to_string())? else {
        return Ok(None);
    };
    let skipped = io::copy(&mut (&mut content).take(at), &mut io::sink());
    skipped.map_err(|error| error.to_string())?;
    Ok(Some(Reading { at, content }))
}
