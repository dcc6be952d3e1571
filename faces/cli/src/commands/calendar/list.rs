//! `holdpoint calendar list` and `holdpoint calendar show`.

use clap::Args;
use holdpoint_service::queries::{ListCalendars, ShowCalendar};

use crate::arguments::Past;
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// List working calendars, and whether people work now.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListCalendars::default(), &self.past)
    }
}

/// Show a working calendar.
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
            &ShowCalendar {
                calendar: self.name,
            },
            &self.past,
        )
    }
}
