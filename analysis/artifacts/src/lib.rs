//! Real artifacts: their digests, what they call themselves, and where a registry keeps them.
//!
//! Files are read in one pass and never executed or unpacked to disk; archives are read as far as their names
//! and versions need, within bounds. Registries are asked through a [`registry::Transport`], which is
//! the only thing here that knows a network.

mod archive;
mod artifact;
mod cargo;
mod digest;
mod error;
mod generic;
mod jar;
mod npm;
pub mod oci;
mod python;
mod read;
pub mod registry;

pub use artifact::{ArtifactKind, ReadArtifact};
pub use digest::{Digest, digest_file, digest_reader};
pub use error::ArtifactError;
pub use read::{read_artifact, read_artifact_as};
