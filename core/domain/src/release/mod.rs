//! Releases: named, versioned sets of artifacts and the scope that they carry, going out together.
//!
//! | stage | begins with | what may happen |
//! |---|---|---|
//! | draft | `release.created`, `release.revised` | artifacts, commits and scope change |
//! | submitted | `release.submitted` | evidence, approvals, deployments |
//! | stopped | `release.decided` (no-go) | revise or cancel |
//! | cancelled | `release.cancelled` | nothing |
//! | closed | `release.closed` | rolling back to it |
//! | imported | `release.imported` | being taken back (`release.import-withdrawn`) |

mod artifact;
mod command;
mod copied;
mod decision;
mod event;
mod manifest;
mod past;
mod plan;
mod readiness;
mod refusal;
mod state;
mod template;
#[cfg(test)]
mod tests;

pub use artifact::{Artifact, Commit, CommitRange};
pub use command::{
    AddArtifacts, AddCommits, CancelRelease, CreateRelease, DecideRelease, RemoveArtifact,
    ReviseRelease, SetScope, SubmitRelease, WriteNotes,
};
pub use copied::ContentCopied;
pub use decision::{Decided, DecisionMade};
pub(crate) use event::on_release;
pub use event::{
    ArtifactAdded, ArtifactRemoved, Cancelled, Closed, CommitsAdded, Created, DeploymentBegun,
    EnvironmentReached, NotesWritten, Reopened, Revised, ScopeChanged, Submitted,
};
pub use past::{
    ImportReleases, ImportWithdrawn, Past, PastRelease, PastSource, ReleaseImported, WithdrawImport,
};
pub use plan::{Despite, Plan, PlanRelease, ReleasePlanned, ReleaseUnplanned, UnplanRelease};
pub use readiness::{ConfirmReadiness, ReadinessConfirmed, ReadinessWithdrawn};
pub use refusal::PAGES;
pub(crate) use refusal::{artifact_unknown, gate_does_not_go, template_wrong, wrong_stage};
pub use state::{Confirmation, Origin, Reached, Release, ReleaseName, ScopeItem, Stage};
pub use template::{Template, TemplateDeclared, TemplateName, TemplateRetired};

use crate::State;
use crate::access::Target;
use crate::kernel::Halt;

/// The release of that name.
pub(crate) fn found<'a>(state: &'a State, name: &ReleaseName) -> Result<&'a Release, Halt> {
    let release = state.releases.get(&name.key())?;
    release.ok_or_else(|| refusal::release_unknown(name).into())
}

/// The release of that name, unless it is finished.
pub(crate) fn unfinished<'a>(state: &'a State, name: &ReleaseName) -> Result<&'a Release, Halt> {
    let release = found(state, name)?;
    if release.finished() {
        return Err(wrong_stage(name, release.stage, "changed").into());
    }
    Ok(release)
}

/// What a permission on the release is asked on: each of its components.
pub(crate) fn targets(release: &Release) -> Vec<Target> {
    release
        .components
        .iter()
        .cloned()
        .map(Target::Component)
        .collect()
}
