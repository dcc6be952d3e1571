//! The manifest: exactly what is approved, as a digest.

use serde::Serialize;

use super::{Artifact, CommitRange, Release, ReleaseName, ScopeItem};
use crate::catalogue::ComponentName;
use crate::kernel::Digest;

/// What the digest covers: whatever changes here makes approvals worthless.
#[derive(Serialize)]
struct Manifest<'a> {
    release: &'a ReleaseName,
    components: Vec<&'a ComponentName>,
    artifacts: Vec<&'a Artifact>,
    scope: Vec<&'a ScopeItem>,
    commits: Vec<&'a CommitRange>,
}

/// SHA-256 of the manifest in canonical JSON.
pub(super) fn digest(release: &Release) -> Digest {
    Digest::of_value(&Manifest {
        release: &release.name,
        components: release.components.iter().collect(),
        artifacts: release.artifacts.values().collect(),
        scope: release.scope.iter().collect(),
        commits: release.commits.iter().collect(),
    })
}
