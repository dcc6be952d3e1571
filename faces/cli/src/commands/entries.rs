//! `holdpoint history`: what happened to an aggregate, entry by entry.

use clap::Args;
use holdpoint_service::queries::ListEntries;

use super::{Outcome, Run};
use crate::arguments::{Part, Past};
use crate::session::Session;

/// Show what happened to anything, entry by entry.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// What, as `kind/name`: `release/payments-2026.11`, `environment/production`, `component/api`.
    subject: String,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for History {
    fn run(self, session: &Session) -> Outcome {
        let query = ListEntries {
            subject: self.subject,
            paging: self.part.into(),
        };
        session.answer(&query, &self.past)
    }
}
