//! `holdpoint train show`.

use clap::Args;
use holdpoint_service::queries::ShowTrain;

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Show a release train with its next twelve departures, and what goes with each.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name.
    train: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let at = session.at(&self.past)?;
        let client = session.client()?;
        let train = ShowTrain { train: self.train };
        session.show(&ask(&*client, &train, at.as_deref())?)
    }
}
