//! The files of a log, and what they are called.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::error::Trouble;

/// The directory of a log.
#[derive(Debug, Clone)]
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new(directory: &Path) -> Self {
        Self(directory.to_path_buf())
    }

    /// The chunks.
    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// The epoch of who writes.
    pub(crate) fn lease(&self) -> PathBuf {
        self.0.join("lease")
    }

    /// What the log comes to.
    pub(crate) fn seal(&self) -> PathBuf {
        self.0.join("seal")
    }

    /// The hash of each part.
    pub(crate) fn hashes(&self) -> PathBuf {
        self.0.join("hashes")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// Where that much of a file is kept that could not be understood.
    pub(crate) fn torn(&self, at: u64) -> PathBuf {
        self.0.join(format!("torn-{at}"))
    }

    pub(crate) fn name(&self) -> String {
        self.0.display().to_string()
    }

    /// The file of chunks, to be added to; made if there is none.
    pub(crate) fn writable(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        options.mode(0o600).open(self.log())
    }
}

/// What the medium said, of which file.
pub(crate) fn failed(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Trouble + use<> {
    let path = path.display().to_string();
    move |source| Trouble::Medium { path, what, source }
}

/// The text of a small file; none if there is no file.
pub(crate) fn text(path: &Path) -> Result<Option<String>, Trouble> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(failed(path, "read")),
    }
}
