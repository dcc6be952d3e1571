//! `holdpoint person list` and `holdpoint person show`.

use clap::Args;
use holdpoint_service::queries::{ListPeople, ShowPerson};

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List everybody.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListPeople::default(), &self.past)
    }
}

/// Show a person.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Handle, mail address or id.
    person: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        session.answer(
            &ShowPerson {
                person: self.person,
            },
            &self.past,
        )
    }
}
