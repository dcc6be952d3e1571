//! Files and directories that are there durably.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Prefix of files that were being written; what a crash leaves of them may be deleted.
const UNFINISHED: &str = ".unfinished-";

/// Makes a file with that content: afterwards it is there durably, and at no moment is it there in part. Readable
/// by its owner only.
///
/// # Errors
/// Of kind `AlreadyExists` if there is a file already; when the medium fails, then there is none.
pub(crate) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let file = synced(path, content)?;
    file.persist_noclobber(path)
        .map_err(|failed| failed.error)?;
    sync_directory(directory_of(path))
}

/// The same, in place of a file that is there.
///
/// # Errors
/// When the medium fails; then the file is there as it was before.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let file = synced(path, content)?;
    file.persist(path).map_err(|failed| failed.error)?;
    sync_directory(directory_of(path))
}

fn synced(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(directory_of(path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the names within a directory durable.
///
/// # Errors
/// When the directory cannot be opened or the medium fails.
pub fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Creates a directory and those above it, durably; new ones are open to their owner only.
///
/// # Errors
/// When one cannot be created.
pub fn create_directories(directory: &Path) -> io::Result<()> {
    let missing: Vec<PathBuf> = directory
        .ancestors()
        .take_while(|above| !above.as_os_str().is_empty() && !above.is_dir())
        .map(Path::to_path_buf)
        .collect();
    for path in missing.iter().rev() {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => sync_directory(directory_of(path))?,
        }
    }
    Ok(())
}

/// Makes an empty file that only its owner may read, unless there is a file already. Its name is not durable yet.
///
/// # Errors
/// When it is not there and cannot be made, or cannot be written.
pub fn touch(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creates_only_what_is_not_there() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("file");
        create(&path, b"first").unwrap();
        let again = create(&path, b"second").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(room.path()).unwrap().count(), 1);
    }

    #[test]
    fn touches_without_changing() {
        use std::os::unix::fs::PermissionsExt;
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("file");
        touch(&path).unwrap().write_all(b"content").unwrap();
        touch(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"content");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn creates_directories_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("a/b/c");
        create_directories(&path).unwrap();
        create_directories(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
