//! `holdpoint person`.

mod absence;
pub(crate) mod account;
mod activity;
mod add;
mod erase;
mod keys;
mod show;

use super::group::commands;

commands! {
    /// People, whom the ledger knows by opaque ids only.
    PersonCommand {
        Add(add::Add),
        List(show::List),
        Show(show::Show),
        Deactivate(activity::Deactivate),
        Reactivate(activity::Reactivate),
        Erase(erase::Erase),
        Enrol(account::Enrol),
        Redeem(account::Redeem),
        Token(account::Token),
        RevokeTokens(account::RevokeTokens),
        Map(account::Map),
        Link(account::Link),
        Unlink(account::Unlink),
        Keys(keys::Keys),
        AddKey(keys::AddKey),
        RemoveKey(keys::RemoveKey),
        Away(absence::Away),
        Back(absence::Back),
    }
}
