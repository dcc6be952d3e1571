//! `holdpoint pipeline show`.

use clap::Args;
use holdpoint_service::queries::ShowRun;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show a run of a pipeline, step by step.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which run.
    run: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowRun { run: self.run }, &self.past)
    }
}
