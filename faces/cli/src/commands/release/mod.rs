//! `holdpoint release`.

mod add;
mod artifacts;
mod cancel;
mod commits;
mod content;
pub(super) mod create;
mod decide;
mod list;
mod notes;
mod plan;
mod registry;
mod remove;
mod revise;
mod scope;
mod show;
mod submit;

use super::group::commands;

commands! {
    /// Create releases and lead them to production.
    ReleaseCommand {
        Create(create::Create),
        Add(add::Add),
        Remove(remove::Remove),
        List(list::List),
        Show(show::Show),
        Submit(submit::Submit),
        Revise(revise::Revise),
        Go(decide::Go),
        NoGo(decide::NoGo),
        Cancel(cancel::Cancel),
        Plan(plan::Plan),
        Unplan(plan::Unplan),
        Notes(notes::Notes),
    }
}
