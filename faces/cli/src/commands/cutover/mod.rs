//! `holdpoint cutover`.

mod abandon;
mod begin;
mod list;
mod plan;
mod show;

use super::group::commands;

commands! {
    /// Nights in which releases go out together: plan, rehearse, start.
    CutoverCommand {
        Plan(plan::Plan),
        Rehearse(begin::Rehearse),
        Start(begin::Start),
        List(list::List),
        Show(show::Show),
        Abandon(abandon::Abandon),
    }
}
