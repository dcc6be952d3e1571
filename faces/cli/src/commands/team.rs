//! `holdpoint team`.

use holdpoint_service::queries::{ListTeams, ShowTeam};

use super::group::{commands, lookups};

commands! {
    /// Teams and who is in them.
    TeamCommand {
        List(List),
        Show(Show),
    }
}

lookups! {
    /// List them.
    List(ListTeams),
    /// Show one of them.
    Show(ShowTeam { team }),
}
