//! Where the resources of a tiled log are written to.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::source::MemoryLog;

/// Keeps the resources of a tiled log under their paths.
pub trait TileSink {
    /// Keeps `bytes` under `path`.
    ///
    /// # Errors
    /// When the medium fails.
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;
}

impl<T: TileSink + ?Sized> TileSink for &mut T {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        (**self).write(path, bytes)
    }
}

/// Files in a directory.
#[derive(Debug, Clone)]
pub struct DirectorySink {
    root: PathBuf,
}

impl DirectorySink {
    /// Writes below `root`, which is created when something is written.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl TileSink for DirectorySink {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.root.join(path);
        match fs::write(&path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                path.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::write(&path, bytes)
            }
            written => written,
        }
    }
}

impl TileSink for MemoryLog {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
}
