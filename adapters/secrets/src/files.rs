//! Secrets in files.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Component, Path, PathBuf};

use rustix::fs::OFlags;
use zeroize::{Zeroize as _, Zeroizing};

use crate::why::Trouble;
use holdpoint_mask::Secret;

/// Bytes that a secret has at most.
pub(crate) const LARGEST: u64 = 64 * 1024;

/// The content of a file in one of these folders, without one line break at its end (`\n` or `\r\n`), which editors put there.
pub(crate) fn fetch(folders: &[PathBuf], path: &Path) -> Result<Secret, Trouble> {
    if folders.is_empty() {
        return Err(Trouble::Unconfigured);
    }
    if !path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        return Err(Trouble::Spelling(
            "the path has to be absolute and without `..`",
        ));
    }
    // Of what lies elsewhere not even that it is there is said.
    if !folders.iter().any(|folder| path.starts_with(folder)) {
        return Err(Trouble::Outside);
    }
    let file = open(path)?;
    within(folders, path, &about(&file)?)?;
    content(file, true).map(Secret::new)
}

/// What proves who asks, from a file that was named in the settings; `closed` if nobody else may read it.
pub(crate) fn credential(path: &Path, closed: bool) -> Result<Zeroizing<String>, Trouble> {
    let bytes = content(open(path)?, closed)?;
    let text = String::from_utf8(bytes)
        .map(Zeroizing::new)
        .map_err(|error| {
            error.into_bytes().zeroize();
            Trouble::Credentials("its file has no text")
        })?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

/// Without waiting: it may be a pipe.
fn open(path: &Path) -> Result<File, Trouble> {
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    opened.map_err(|error| trouble(&error))
}

fn about(file: &File) -> Result<Metadata, Trouble> {
    file.metadata().map_err(|error| trouble(&error))
}

/// Links may lead anywhere within the folders, but not out of them. What is compared is the file that was opened.
fn within(folders: &[PathBuf], path: &Path, opened: &Metadata) -> Result<(), Trouble> {
    let real = path.canonicalize().map_err(|error| trouble(&error))?;
    let found = real.metadata().map_err(|error| trouble(&error))?;
    let same = (found.dev(), found.ino()) == (opened.dev(), opened.ino());
    let folders = folders
        .iter()
        .filter_map(|folder| folder.canonicalize().ok());
    let inside = folders.into_iter().any(|folder| real.starts_with(folder));
    (same && inside).then_some(()).ok_or(Trouble::Outside)
}

fn content(file: File, closed: bool) -> Result<Vec<u8>, Trouble> {
    let about = about(&file)?;
    if !about.is_file() {
        return Err(Trouble::NotFile);
    }
    let mode = about.permissions().mode() & 0o7777;
    if closed && mode & 0o007 != 0 {
        return Err(Trouble::Open(mode));
    }
    // So large that it never moves, which would leave a copy.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LARGEST as usize + 2));
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| trouble(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::Large(LARGEST));
    }
    let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let text = text
        .strip_suffix(b"\r")
        .filter(|_| text.len() < bytes.len())
        .unwrap_or(text);
    match text.is_empty() {
        true => Err(Trouble::Empty),
        false => Ok(text.to_vec()),
    }
}

fn trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::Absent,
        kind => Trouble::Medium(kind),
    }
}
