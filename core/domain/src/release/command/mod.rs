//! What can be asked of a release.

mod content;
mod create;
mod lifecycle;

pub use content::{AddArtifacts, AddCommits, RemoveArtifact, SetScope, WriteNotes};
pub use create::CreateRelease;
pub use lifecycle::{CancelRelease, DecideRelease, ReviseRelease, SubmitRelease};
