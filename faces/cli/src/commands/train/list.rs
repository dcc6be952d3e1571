//! `holdpoint train list`.

use clap::Args;
use holdpoint_service::queries::ListTrains;

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List release trains with their next departures, and what goes with them.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let client = session.client()?;
        session.show(&ask(&*client, &ListTrains::default(), at.as_deref())?)
    }
}
