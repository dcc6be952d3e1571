//! `holdpoint agent show`.

use clap::Args;
use holdpoint_service::queries::ShowAgent;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show an agent: its host, what runs there, which steps it has.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which.
    agent: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowAgent { agent: self.agent }, &self.past)
    }
}
