//! Windows: when deployments are forbidden (blackouts), when alone they are allowed (maintenance windows), and when release
//! [trains](crate::train) depart.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | window | `window.declared` | declared again | `window.retired` |
//!
//! What any blackout closes is closed. Where a maintenance window covers a component, all that lies outside of such windows is
//! closed for it, too. [`closed`] says what stands against a span, [`next_clear`] when nothing does.

mod clear;
mod closing;
mod event;
mod length;
mod refusal;
mod scope;
mod state;
mod stretch;
#[cfg(test)]
mod tests;
mod timetable;
mod when;

pub use clear::{next_clear, next_open};
pub use closing::{Closing, closed, concerns, spans};
pub use event::{WindowDeclared, WindowRetired};
pub use length::{Lasts, LastsError};
pub use refusal::PAGES;
pub(crate) use refusal::window_wrong;
pub(crate) use scope::carries;
pub use state::{ScopeFreeze, Standing, Window, WindowKind, WindowName};
pub(crate) use stretch::stamp;
pub use stretch::{Stretch, told};
pub use timetable::WindowMistake;
pub use when::{CloseOf, When};
