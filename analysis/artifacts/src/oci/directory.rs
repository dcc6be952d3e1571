//! A layout in a directory.

use super::blobs::{Blobs, MAX_DOCUMENT};
use crate::digest::{Digest, digest_file, open};
use crate::error::ArtifactError;
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) struct Directory<'a> {
    path: &'a Path,
}

impl<'a> Directory<'a> {
    pub(super) fn new(path: &'a Path) -> Self {
        Self { path }
    }

    /// The caller has checked that the digest is one, so that it leads nowhere else.
    fn blob(&self, digest: &str) -> PathBuf {
        let (algorithm, hex) = digest.split_once(':').unwrap_or(("sha256", digest));
        self.path.join("blobs").join(algorithm).join(hex)
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, ArtifactError> {
    let file = match open(path) {
        Ok(file) => file,
        Err(ArtifactError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(MAX_DOCUMENT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ArtifactError::io(path, error))?;
    if bytes.len() as u64 > MAX_DOCUMENT {
        return Err(ArtifactError::broken(
            path,
            "image",
            format!("a description in it has more than {MAX_DOCUMENT} bytes"),
        ));
    }
    Ok(Some(bytes))
}

impl Blobs for Directory<'_> {
    fn index(&mut self) -> Result<Vec<u8>, ArtifactError> {
        let index = read(&self.path.join("index.json"))?;
        index
            .ok_or_else(|| ArtifactError::broken(self.path, "image layout", "it has no index.json"))
    }

    fn document(&mut self, digest: &str) -> Result<Option<Vec<u8>>, ArtifactError> {
        read(&self.blob(digest))
    }

    fn measure(&mut self, digest: &str) -> Result<Option<Digest>, ArtifactError> {
        match digest_file(&self.blob(digest)) {
            Ok(measured) => Ok(Some(measured)),
            Err(ArtifactError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
