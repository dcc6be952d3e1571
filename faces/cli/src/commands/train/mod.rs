//! `holdpoint train`.

mod list;
mod show;

use super::group::commands;

commands! {
    /// Release trains: when they depart, when their scope is frozen, and what goes with them.
    TrainCommand {
        List(list::List),
        Show(show::Show),
    }
}
