//! `holdpoint train`.

mod list;
mod show;

use super::group::commands;

commands! {
    /// Release trains: departures, scope freezes, what goes with them.
    TrainCommand {
        List(list::List),
        Show(show::Show),
    }
}
