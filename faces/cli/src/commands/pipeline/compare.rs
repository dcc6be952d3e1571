//! `holdpoint pipeline compare`.

use clap::Args;
use holdpoint_service::queries::CompareRuns;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Compare two runs, step by step: how each ended, and how much longer it took in the second.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The one.
    run: String,
    /// The other, which is compared with it.
    with: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Compare {
    fn run(self, session: &Session) -> Outcome {
        let question = CompareRuns {
            run: self.run,
            with: self.with,
        };
        session.answer(&question, &self.past)
    }
}
