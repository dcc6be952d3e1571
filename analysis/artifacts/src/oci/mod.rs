//! Images outside a registry: OCI image layouts as directories and as tar files, which `docker save` writes
//! too since Docker 25 (<https://github.com/opencontainers/image-spec>, version 1.1).

mod archive;
mod blobs;
mod directory;
mod image;
mod manifest;

use crate::artifact::ReadArtifact;
use crate::error::ArtifactError;
use std::path::Path;

pub(crate) use manifest::MEDIA_TYPES;

/// Reads an image layout in a directory. Every blob of the image is verified.
///
/// # Errors
/// When the layout is broken, a blob is missing or damaged, or the image is not clear.
pub fn read_directory(path: &Path, image: Option<&str>) -> Result<ReadArtifact, ArtifactError> {
    let mut blobs = directory::Directory::new(path);
    image::read(path, &mut blobs, image)
}

/// Reads an image layout in a tar file; nothing if it holds no image.
pub(crate) fn read_archive(
    path: &Path,
    gzipped: bool,
    image: Option<&str>,
) -> Result<Option<ReadArtifact>, ArtifactError> {
    let mut blobs = archive::Archive::scan(path, gzipped)?;
    if blobs.is_layout() {
        image::read(path, &mut blobs, image).map(Some)
    } else if blobs.is_old_docker_archive() {
        Err(ArtifactError::OldDockerArchive {
            path: path.to_owned(),
        })
    } else {
        Ok(None)
    }
}
