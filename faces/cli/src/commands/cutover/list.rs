//! `holdpoint cutover list`.

use clap::Args;
use holdpoint_service::queries::ListCutovers;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List cutovers: those under way, those to come, and those that have ended.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of which something may still come.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListCutovers { open: self.open }, &self.past)
    }
}
