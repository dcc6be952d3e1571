//! The file with the newest checkpoint that enough witnesses have cosigned.

use std::io;
use std::path::PathBuf;

use holdpoint_durable::replace;
use holdpoint_ports::WitnessedStore;

/// A file that is replaced as a whole.
#[derive(Debug, Clone)]
pub struct WitnessedFile(PathBuf);

impl WitnessedFile {
    /// The file at that path; it is there once something was kept.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl WitnessedStore for WitnessedFile {
    fn keep(&self, note: &[u8]) -> io::Result<()> {
        replace(&self.0, note)
    }

    fn newest(&self) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_kept_instead_of_the_one_before() {
        let directory = tempfile::tempdir().unwrap();
        let file = WitnessedFile::new(directory.path().join("witnessed"));
        assert_eq!(file.newest().unwrap(), None);
        file.keep(b"one").unwrap();
        file.keep(b"two").unwrap();
        assert_eq!(file.newest().unwrap(), Some(b"two".to_vec()));
        let names = std::fs::read_dir(directory.path()).unwrap().count();
        assert_eq!(names, 1, "nothing else is left");
    }
}
