//! SHA-256 of files of any size, in constant memory.

use crate::error::ArtifactError;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A digest with the number of bytes that it is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest {
    /// As `sha256:` with 64 lower-case hexadecimal digits.
    pub digest: String,
    /// In bytes.
    pub size: u64,
}

/// Enough that calls to the system do not count.
const BUFFER: usize = 128 * 1024;

/// Digests all that a reader gives.
///
/// # Errors
/// What the reader says.
///
/// ```
/// let digest = holdpoint_artifacts::digest_reader(&mut "abc".as_bytes())?;
/// assert_eq!(digest.size, 3);
/// assert!(digest.digest.starts_with("sha256:ba7816bf"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn digest_reader(reader: &mut dyn Read) -> io::Result<Digest> {
    let mut hash = Sha256::new();
    let size = copy(reader, &mut |bytes| hash.update(bytes))?;
    Ok(Digest {
        digest: name(&hash.finalize()),
        size,
    })
}

/// Digests a regular file.
///
/// # Errors
/// When it is none, or cannot be read.
pub fn digest_file(path: &Path) -> Result<Digest, ArtifactError> {
    let mut file = open(path)?;
    digest_reader(&mut file).map_err(|error| ArtifactError::io(path, error))
}

/// Opens a regular file; a pipe would block and a device has no end.
pub(crate) fn open(path: &Path) -> Result<File, ArtifactError> {
    let metadata = std::fs::metadata(path).map_err(|error| ArtifactError::io(path, error))?;
    if metadata.is_dir() {
        return Err(ArtifactError::Directory {
            path: path.to_owned(),
        });
    }
    if !metadata.is_file() {
        return Err(ArtifactError::NotAFile {
            path: path.to_owned(),
        });
    }
    File::open(path).map_err(|error| ArtifactError::io(path, error))
}

/// Passes everything to `take`, and answers how many bytes there were.
pub(crate) fn copy(reader: &mut dyn Read, take: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(count) => {
                take(buffer.get(..count).unwrap_or_default());
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

pub(crate) fn name(hash: &[u8]) -> String {
    format!("sha256:{}", hex::encode(hash))
}

/// Whether a text is `sha256:` with 64 lower-case hexadecimal digits; anything else could be a path.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}
