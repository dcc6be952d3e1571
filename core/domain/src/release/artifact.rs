//! What goes out: artifacts, and the commits that they were made from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::ComponentName;
use crate::kernel::Digest;
use crate::organisation::PersonId;

/// An immutable file or image, named by a package URL and a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Its name, unique within the release.
    pub name: String,
    /// The component that it is of.
    pub component: ComponentName,
    /// Its version, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its package URL, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
    /// The digest of its content: of the manifest, for an OCI image.
    pub digest: Digest,
    /// Its size in bytes, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// `file`, `oci`, `maven`, `npm`, `python`, `cargo`, `generic`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The repository or registry that it is in, without credentials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
}

/// A commit, by its object name and the people who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The object name, in hex.
    pub id: String,
    /// Who wrote it: author and co-authors.
    pub authors: Vec<PersonId>,
}

/// A range of commits in a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitRange {
    /// The repository, without credentials.
    pub repository: String,
    /// The commit before the first one; empty for all history.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The last commit.
    pub to: String,
    /// How many.
    pub count: u64,
}
