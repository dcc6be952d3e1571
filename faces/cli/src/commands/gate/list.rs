//! `holdpoint gate list`.

use clap::Args;
use holdpoint_service::queries::ListGates;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List the gates of all environments, with what they ask for.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListGates::default(), &self.past)
    }
}
