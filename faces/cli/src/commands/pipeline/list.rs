//! `holdpoint pipeline list`.

use clap::Args;
use holdpoint_service::queries::ListPipelines;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List the pipelines that are declared.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListPipelines::default(), &self.past)
    }
}
