//! `holdpoint calendar`.

mod expand;
mod export;
mod feed;
mod fiscal;
mod ics;
mod import;
mod list;
mod next_window;
mod pages;
mod subscribe;

use super::group::commands;
pub(crate) use pages::PAGES;

commands! {
    /// Working times, holidays, calendar files and fiscal years.
    CalendarCommand {
        List(list::List),
        Show(list::Show),
        Import(import::Import),
        Export(export::Export),
        Subscribe(subscribe::Subscribe),
        Unsubscribe(subscribe::Unsubscribe),
        Expand(expand::Expand),
        NextWindow(next_window::NextWindow),
        Fiscal(fiscal::Fiscal),
    }
}
