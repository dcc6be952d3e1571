//! `holdpoint evidence`.

mod add;
mod findings;
mod list;
mod read;
mod show;
mod verify;
mod withdraw;

pub(super) use read::failure;

use super::group::commands;

commands! {
    /// Attestations about releases and artifacts.
    EvidenceCommand {
        Add(add::Add),
        List(list::List),
        Show(show::Show),
        Findings(findings::Findings),
        Verify(verify::Verify),
        Withdraw(withdraw::Withdraw),
    }
}
