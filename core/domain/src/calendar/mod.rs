//! Working calendars: when people of a country or unit work.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | calendar | `calendar.declared` | declared again | `calendar.retired` |
//!
//! A unit without one has that of the unit above it. A person works by the calendars of their teams' units.

mod event;
mod fiscal;
mod place;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use event::{CalendarDeclared, CalendarRetired};
pub use fiscal::{FiscalPattern, FiscalSettings, FiscalYearEnd};
pub use refusal::PAGES;
pub(crate) use refusal::{calendar_in_use, calendar_unknown, calendar_wrong, fiscal_wrong};
pub use state::{Calendar, CalendarName, Holiday, Hours};
