//! `holdpoint release show`.

use clap::Args;
use holdpoint_service::queries::ShowRelease;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show a release: artifacts, commits, approvals, and where it has run.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which release.
    release: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ShowRelease {
                release: self.release,
            },
            &self.past,
        )
    }
}
