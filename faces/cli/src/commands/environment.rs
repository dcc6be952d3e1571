//! `holdpoint environment`: what runs where, since when.

use clap::Args;
use holdpoint_service::queries::{EnvironmentHistory, ListEnvironments, ShowEnvironment};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Part, Past};
use crate::session::Session;

commands! {
    /// What runs where, since when.
    EnvironmentCommand {
        List(List),
        Show(Show),
        History(History),
    }
}

/// List environments and what runs there.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListEnvironments::default(), &self.past)
    }
}

/// Show one environment and what runs there.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name.
    name: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ShowEnvironment {
                environment: self.name,
            },
            &self.past,
        )
    }
}

/// List what was brought to an environment, the newest first.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// Its name.
    name: String,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for History {
    fn run(self, session: &Session) -> Outcome {
        let query = EnvironmentHistory {
            environment: self.name,
            paging: self.part.into(),
        };
        session.answer(&query, &self.past)
    }
}
