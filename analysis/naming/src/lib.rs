//! How artifacts are named: package URLs, references to images and packages, the order of versions,
//! and an organisation's scheme for names and versions.
//!
//! Nothing here reads a file, a clock or the network; the same text always gives the same answer.

pub mod purl;
pub mod reference;
pub mod scheme;
pub mod version;

pub use purl::{Purl, PurlError, PurlParts};
pub use reference::{ArtifactReference, Ecosystem, ReferenceError};
pub use scheme::{Context, Scheme, SchemeError, Violation, ViolationCode};
pub use version::VersionKind;
