//! `holdpoint release list`.

use clap::Args;
use holdpoint_service::queries::ListReleases;

use crate::arguments::{Part, Past};
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List releases, the newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ListReleases {
                paging: self.part.into(),
            },
            &self.past,
        )
    }
}
