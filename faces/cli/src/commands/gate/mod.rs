//! `holdpoint gate`.

mod check;
mod explain;
mod list;
mod statuses;

use super::group::commands;

commands! {
    /// May a release go further, and why (not)?
    GateCommand {
        List(list::List),
        Explain(explain::Explain),
        Check(check::Check),
        Statuses(statuses::Statuses),
    }
}
