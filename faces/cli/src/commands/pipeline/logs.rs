//! `holdpoint pipeline logs`.

use clap::Args;
use holdpoint_service::queries::ShowStepLog;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show what a step of a run has written, when its attempt has ended.
#[derive(Debug, Args)]
pub(crate) struct Logs {
    /// Of which run.
    run: String,
    /// The step, such as `build/test[os=linux]`.
    step: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Logs {
    fn run(self, session: &Session) -> Outcome {
        let (run, step) = (self.run, self.step);
        session.answer(&ShowStepLog { run, step }, &self.past)
    }
}
