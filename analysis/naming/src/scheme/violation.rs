//! What an artifact does against the scheme.

use serde::{Deserialize, Serialize};

/// The stable code of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ViolationCode {
    /// The name does not follow the pattern.
    ArtifactName,
    /// The version is not of the kind.
    ArtifactVersion,
    /// There is no version.
    ArtifactVersionMissing,
    /// The version means something else tomorrow.
    ArtifactVersionMoving,
    /// The version is a pre-release.
    ArtifactVersionPrerelease,
    /// The artifact is kept where none may be.
    ArtifactRepository,
    /// It is not known where the artifact is kept.
    ArtifactRepositoryMissing,
}

impl ViolationCode {
    /// The code as it is shown and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ArtifactName => "artifact-name",
            Self::ArtifactVersion => "artifact-version",
            Self::ArtifactVersionMissing => "artifact-version-missing",
            Self::ArtifactVersionMoving => "artifact-version-moving",
            Self::ArtifactVersionPrerelease => "artifact-version-prerelease",
            Self::ArtifactRepository => "artifact-repository",
            Self::ArtifactRepositoryMissing => "artifact-repository-missing",
        }
    }
}

/// One thing that an artifact does against the scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The stable code.
    pub code: ViolationCode,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}
