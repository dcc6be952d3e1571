//! Where the resources of a tiled log are read from: a directory, a server, memory.

use std::error::Error;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::PathBuf;

/// Path of the checkpoint within a log.
pub const CHECKPOINT: &str = "checkpoint";

/// Bytes that no honest resource of a log exceeds: 256 of the largest entries with their lengths.
pub const MAX_RESOURCE: u64 = 256 * (2 + 65_535);

/// Reads the resources of a tiled log by their paths, such as `checkpoint` or `tile/0/x001/234.p/5`.
pub trait TileSource: Sync {
    /// The bytes of a resource; none when the log has no such resource.
    ///
    /// # Errors
    /// When it exists but cannot be read, or when that cannot be told.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError>;
}

/// A resource that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("`{path}` cannot be read")]
pub struct SourceError {
    /// Path within the log.
    pub path: String,
    /// What happened.
    #[source]
    pub cause: Box<dyn Error + Send + Sync>,
}

impl SourceError {
    /// An error about the resource at `path`.
    pub fn new(path: &str, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            path: path.to_owned(),
            cause: cause.into(),
        }
    }
}

/// A log in a directory, its resources in files under their paths.
#[derive(Debug, Clone)]
pub struct DirectorySource {
    root: PathBuf,
}

impl DirectorySource {
    /// The log whose checkpoint is the file `checkpoint` in `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl TileSource for DirectorySource {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let mut bytes = Vec::new();
        let file = match File::open(self.root.join(path)) {
            Ok(file) => file,
            // A file where a directory should be: whatever lies below it does not exist either.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(SourceError::new(path, error)),
        };
        // One byte more than allowed tells a file that is too large without reading it whole.
        file.take(MAX_RESOURCE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| SourceError::new(path, error))?;
        if bytes.len() as u64 > MAX_RESOURCE {
            let cause =
                format!("it is larger than the {MAX_RESOURCE} bytes that any resource may have");
            return Err(SourceError::new(path, cause));
        }
        Ok(Some(bytes))
    }
}

/// A log in memory: paths and bytes.
pub type MemoryLog = std::collections::BTreeMap<String, Vec<u8>>;

impl TileSource for MemoryLog {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.get(path).cloned())
    }
}
