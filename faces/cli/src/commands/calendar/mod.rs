//! `holdpoint calendar`.

mod export;
mod ics;
mod import;
mod list;

use super::group::commands;

commands! {
    /// Working times and holidays of countries and units.
    CalendarCommand {
        List(list::List),
        Show(list::Show),
        Import(import::Import),
        Export(export::Export),
    }
}
