//! What registries and repositories hold: the digest behind a tag, the file behind a coordinate.
//!
//! Everything that is answered is verified against what the registry itself says of it: the digest of a
//! manifest, the checksum beside a file, the integrity of a package.

mod auth;
mod error;
mod maven;
mod npm;
mod oci;
mod stream;
mod transport;

pub use auth::Credentials;
pub use error::RegistryError;
pub use maven::resolve_maven;
pub use npm::resolve_npm;
pub use oci::resolve_oci;
pub use transport::{Method, Request, Response, Transport, TransportError};

use holdpoint_naming::Purl;
use serde::{Deserialize, Serialize};

/// An artifact that a registry holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// The name without group, scope or path.
    pub name: String,
    /// The version; an image's tag.
    pub version: Option<String>,
    /// As `sha256:…`: of the manifest, or of the file.
    pub digest: String,
    /// In bytes: of the manifest, or of the file.
    pub size: u64,
    /// The package URL, with the digest for images.
    pub purl: Purl,
    /// What the registry calls it.
    pub media_type: String,
    /// Where it was read.
    pub url: String,
    /// What it was verified against, such as `Docker-Content-Digest` or `sha1`.
    pub verified_by: String,
}
