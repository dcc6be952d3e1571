//! Why an artifact cannot be read.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a file or an image cannot be used as an artifact.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArtifactError {
    /// There is no such file.
    #[error("there is no file `{}`", path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// A directory, and not an OCI image layout.
    #[error(
        "`{}` is a directory, and a directory has no digest; pack it into one file (`tar -czf`), or write an image as an OCI image layout",
        path.display()
    )]
    Directory {
        /// The path.
        path: PathBuf,
    },
    /// A device, a socket or a pipe.
    #[error("`{}` is no regular file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// An empty file.
    #[error("`{}` is empty; build it again", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// The system could not read it.
    #[error("`{}` cannot be read: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The content is not what the name says, or is damaged.
    #[error("`{}` is no usable {what}: {reason}", path.display())]
    Broken {
        /// The path.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A blob of an image is not what its digest says.
    #[error("in the image `{}` the blob {expected} is damaged: its content has the digest {found}", path.display())]
    DigestMismatch {
        /// The image.
        path: PathBuf,
        /// The digest by which it is named.
        expected: String,
        /// The digest that it has.
        found: String,
    },
    /// A blob of an image is missing.
    #[error("in the image `{}` the blob {digest} is missing; write the image again, with all of its platforms", path.display())]
    BlobMissing {
        /// The image.
        path: PathBuf,
        /// The blob.
        digest: String,
    },
    /// Several images in one layout.
    #[error("`{}` holds {} images; say which one: {}", path.display(), choices.len(), choices.join(", "))]
    Several {
        /// The layout.
        path: PathBuf,
        /// Names or digests to choose from.
        choices: Vec<String>,
    },
    /// The image that was asked for is not in the layout.
    #[error("`{}` holds no image `{wanted}`; it holds {}", path.display(), choices.join(", "))]
    NoSuchImage {
        /// The layout.
        path: PathBuf,
        /// What was asked for.
        wanted: String,
        /// Names or digests to choose from.
        choices: Vec<String>,
    },
    /// A `docker save` file of before Docker 25.
    #[error(
        "`{}` is an image in Docker's old format, which does not hold the manifest that its digest is of; save it with Docker 25 or newer, or convert it: `skopeo copy docker-archive:FILE oci:DIRECTORY`",
        path.display()
    )]
    OldDockerArchive {
        /// The file.
        path: PathBuf,
    },
}

impl ArtifactError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound {
                path: path.to_owned(),
            },
            _ => Self::Io {
                path: path.to_owned(),
                source,
            },
        }
    }

    pub(crate) fn broken(path: &Path, what: &'static str, reason: impl ToString) -> Self {
        Self::Broken {
            path: path.to_owned(),
            what,
            reason: reason.to_string(),
        }
    }
}
