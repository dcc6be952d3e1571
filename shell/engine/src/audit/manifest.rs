//! What a bundle says about itself. Nothing of it is believed: it says where to look, and is checked.

use holdpoint_domain::Time;
use holdpoint_ledger::Hash;
use holdpoint_ports::BlobDigest;
use serde::{Deserialize, Serialize};

/// The format of bundles.
pub const FORMAT: u32 = 1;

/// The path of the manifest in a bundle.
pub(super) const MANIFEST: &str = "manifest.json";
/// The path of the public key.
pub(super) const KEY: &str = "key.pub";

/// The manifest of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format.
    pub format: u32,
    /// The name of the log in its checkpoint.
    pub origin: String,
    /// The public key that the checkpoint is signed with, as a verifier key.
    pub key: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// When the bundle was made.
    pub made: Time,
    /// Blobs in the bundle.
    pub blobs: Vec<ExportedBlob>,
    /// Digests of sealed texts of people, which are left out.
    pub withheld: Vec<String>,
    /// The release that the proofs are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Proofs of single entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<ProofPath>,
}

/// A blob in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedBlob {
    /// Its name, `sha256:…`.
    pub digest: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A proof file in a bundle, with its entry beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofPath {
    /// Position of the entry.
    pub position: u64,
    /// Path of the entry's bytes.
    pub entry: String,
    /// Path of the proof file.
    pub proof: String,
}

impl ProofPath {
    pub(super) fn at(position: u64) -> Self {
        Self {
            position,
            entry: format!("proofs/{position}.json"),
            proof: format!("proofs/{position}.tlog-proof"),
        }
    }
}

/// The path of a blob in a bundle.
pub(super) fn blob_path(digest: &BlobDigest) -> String {
    digest
        .to_string()
        .replacen(':', "/", 1)
        .replacen("sha256/", "blobs/sha256/", 1)
}
