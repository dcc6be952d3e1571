//! `holdpoint pipeline tests`.

use clap::Args;
use holdpoint_service::queries::ShowTests;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show the tests that steps of a run share, and what became of each: those that failed first, then the slowest.
#[derive(Debug, Args)]
pub(crate) struct Tests {
    /// Which run.
    run: String,
    /// Which step, such as `test/unit`.
    step: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Tests {
    fn run(self, session: &Session) -> Outcome {
        let question = ShowTests {
            run: self.run,
            step: self.step,
        };
        session.answer(&question, &self.past)
    }
}
