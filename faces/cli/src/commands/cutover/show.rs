//! `holdpoint cutover show`.

use clap::Args;
use holdpoint_service::queries::ShowCutover;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

/// Show a cutover: its tasks, when each is planned, when it was or will be, and how its rehearsals went.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which cutover.
    cutover: String,
    /// One of its runs, such as a rehearsal; the newest of the night itself if nothing is said.
    #[arg(long, value_name = "RUN")]
    run: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let run = self.run.map(|run| run.parse()).transpose();
        let run = run.map_err(|error| Failure::input("run-unknown", error))?;
        let cutover = self.cutover;
        session.answer(&ShowCutover { cutover, run }, &self.past)
    }
}
