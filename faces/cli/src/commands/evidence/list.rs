//! `holdpoint evidence list`.

use clap::Args;
use holdpoint_domain::Digest;
use holdpoint_service::queries::ListEvidence;

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

/// List the evidence about a release and its artifacts, or about one digest.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of which release.
    #[arg(required_unless_present = "subject")]
    release: Option<String>,
    /// About which digest only.
    #[arg(long, value_name = "DIGEST")]
    subject: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let subject = self.subject.map(|text| text.parse::<Digest>()).transpose();
        let subject = subject.map_err(|error| Failure::input("digest-wrong", error))?;
        session.answer(
            &ListEvidence {
                release: self.release,
                subject,
            },
            &self.past,
        )
    }
}
