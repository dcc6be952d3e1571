//! `holdpoint agent list`.

use clap::Args;
use holdpoint_service::queries::ListAgents;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List agents: who is invited, who is there, what they can be chosen by.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListAgents::default(), &self.past)
    }
}
