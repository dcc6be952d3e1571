//! `holdpoint gate statuses`.

use clap::Args;
use holdpoint_service::queries::ListStatuses;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List what forges show, or are to show, of the verdicts at commits.
#[derive(Debug, Args)]
pub(crate) struct Statuses {
    #[command(flatten)]
    past: Past,
}

impl Run for Statuses {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListStatuses::default(), &self.past)
    }
}
