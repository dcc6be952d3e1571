//! Where the parts of a layout come from.

use crate::digest::Digest;
use crate::error::ArtifactError;

/// No index, manifest or configuration is larger.
pub(super) const MAX_DOCUMENT: u64 = 8 * 1024 * 1024;

/// The files of a layout.
pub(super) trait Blobs {
    /// `index.json`.
    fn index(&mut self) -> Result<Vec<u8>, ArtifactError>;
    /// A small blob's content; nothing if it is missing. The content is not yet verified.
    fn document(&mut self, digest: &str) -> Result<Option<Vec<u8>>, ArtifactError>;
    /// The digest and size that a blob's content has; nothing if it is missing.
    fn measure(&mut self, digest: &str) -> Result<Option<Digest>, ArtifactError>;
}
