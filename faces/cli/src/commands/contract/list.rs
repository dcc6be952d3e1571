//! `holdpoint contract list`.

use clap::Args;
use holdpoint_service::queries::ListContracts;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List who provides and consumes what in an environment; with a release, also whom its versions meet there.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// In which environment.
    environment: String,
    /// The release that is to go there.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let query = ListContracts {
            environment: self.environment,
            release: self.release,
        };
        session.answer(&query, &self.past)
    }
}
