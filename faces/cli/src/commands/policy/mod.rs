//! `holdpoint policy`.

mod apply;
mod ask;
mod check;
mod excerpt;
mod show;

use super::group::commands;

commands! {
    /// Policies in Cedar that forbid more than the roles do.
    PolicyCommand {
        Show(show::Show),
        Check(check::Check),
        Apply(apply::Apply),
        Ask(ask::Ask),
    }
}
