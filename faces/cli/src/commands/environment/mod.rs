//! `holdpoint environment`: what runs where, since when, and whose it is when.

mod booking;

use clap::Args;
use holdpoint_service::queries::{EnvironmentHistory, ListEnvironments, ShowEnvironment};

use self::booking::{Book, EndBooking, Free, MoveBooking, ShowBookings};
use super::group::{commands, lookups};
use super::{Outcome, Run};
use crate::arguments::{Part, Past};
use crate::session::Session;

commands! {
    /// What runs where, since when, and whose it is when.
    EnvironmentCommand {
        List(List),
        Show(Show),
        History(History),
        Book(Book),
        Bookings(ShowBookings),
        Free(Free),
        MoveBooking(MoveBooking),
        EndBooking(EndBooking),
    }
}

lookups! {
    /// List environments and what runs there.
    List(ListEnvironments),
    /// Show one environment and what runs there.
    Show(ShowEnvironment { environment }),
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
