//! `holdpoint team`.

use clap::Args;
use holdpoint_service::queries::{ListTeams, ShowTeam};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::Past;
use crate::session::Session;

commands! {
    /// Teams and who is in them.
    TeamCommand {
        List(List),
        Show(Show),
    }
}

/// List them.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListTeams::default(), &self.past)
    }
}

/// Show one of them.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its name.
    name: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ShowTeam { team: self.name }, &self.past)
    }
}
