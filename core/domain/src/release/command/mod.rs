//! What can be asked of a release.

mod artifacts;
mod content;
mod create;
mod lifecycle;

pub use artifacts::{AddArtifacts, RemoveArtifact};
pub use content::{AddCommits, SetScope, WriteNotes};
pub use create::CreateRelease;
pub use lifecycle::{CancelRelease, DecideRelease, ReviseRelease, SubmitRelease};
