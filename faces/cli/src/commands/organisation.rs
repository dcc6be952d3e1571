//! `holdpoint organisation`.

use clap::Args;
use holdpoint_service::queries::ShowOrganisation;

use super::{Outcome, Run};
use crate::arguments::Past;
use crate::session::Session;

/// Show the organisation and how much of everything there is.
#[derive(Debug, Args)]
pub(crate) struct Organisation {
    #[command(flatten)]
    past: Past,
}

impl Run for Organisation {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowOrganisation::default(), &self.past)
    }
}
