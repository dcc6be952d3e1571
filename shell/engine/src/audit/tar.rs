//! A bundle as one file. The archive depends on nothing but the ledger and the time of export.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use holdpoint_ledger::sink::TileSink;
use holdpoint_ledger::source::{SourceError, TileSource};

use super::bundle::BundleSource;

/// Writes a bundle as a tar archive.
pub struct TarSink<W: Write>(tar::Builder<W>);

impl<W: Write> TarSink<W> {
    /// An archive that is written to `to`.
    pub fn new(to: W) -> Self {
        Self(tar::Builder::new(to))
    }

    /// Writes the end of the archive; gives back what it was written to.
    ///
    /// # Errors
    /// When the medium fails.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner()
    }
}

impl<W: Write> TileSink for TarSink<W> {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        self.0.append_data(&mut header, path, bytes)
    }
}

/// A bundle in a tar archive, which is read where it lies.
#[derive(Debug)]
pub struct TarBundle {
    file: Mutex<File>,
    places: HashMap<String, (u64, u64)>,
}

impl TarBundle {
    /// Reads where everything lies in the archive.
    ///
    /// # Errors
    /// When it is no archive, or holds the same path twice.
    pub fn open(file: File) -> io::Result<Self> {
        let mut archive = tar::Archive::new(file);
        let mut places = HashMap::new();
        for entry in archive.entries_with_seek()? {
            let entry = entry?;
            let path = entry.path()?.to_string_lossy().into_owned();
            let place = (entry.raw_file_position(), entry.size());
            if entry.header().entry_type().is_file() && places.insert(path.clone(), place).is_some()
            {
                return Err(io::Error::other(format!(
                    "`{path}` is in the archive twice"
                )));
            }
        }
        let file = Mutex::new(archive.into_inner());
        Ok(Self { file, places })
    }
}

impl BundleSource for TarBundle {
    fn content(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let Some((offset, size)) = self.places.get(path).copied() else {
            return Ok(None);
        };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        // The size is what the archive says: no more room is taken than there are bytes.
        let mut bytes = Vec::new();
        (&mut *file).take(size).read_to_end(&mut bytes)?;
        match bytes.len() as u64 == size {
            true => Ok(Some(bytes)),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl TileSource for TarBundle {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        self.content(path)
            .map_err(|error| SourceError::new(path, error))
    }
}
