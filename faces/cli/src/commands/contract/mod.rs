//! `holdpoint contract`.

mod check;
mod list;
mod pages;
mod publish;
mod room;

use super::group::commands;
pub(crate) use pages::PAGES;

commands! {
    /// Interfaces: who provides, consumes and would break them.
    ContractCommand {
        Publish(publish::Publish),
        List(list::List),
        Check(check::Check),
    }
}
