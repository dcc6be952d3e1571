//! `holdpoint gate explain`.

use clap::Args;
use holdpoint_service::queries::ExplainGate;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Say what stands between a release and an environment, and what each line waits for.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Which release.
    release: String,
    /// To which environment.
    environment: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Explain {
    fn run(self, session: &Session) -> Outcome {
        let query = ExplainGate {
            release: self.release,
            environment: self.environment,
        };
        session.answer(&query, &self.past)
    }
}
