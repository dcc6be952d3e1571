//! Conflicts: what is in the way of a release in an environment at some time.
//!
//! - What [closes](crate::window::closed) it: blackouts, among them the closing of books, and what lies outside of maintenance
//!   windows.
//! - Whoever has [booked](crate::booking) it for something else.
//! - Other releases, if they change a component that this one changes, or one that depends on it or that it depends on, however
//!   far: those that are planned for then, those that are being deployed, and those after which things stand still (a freeze).
//!   Releases of one departure of a train go together, and so do those of a cutover that has not ended.
//! - Teams that own a component of it and have nobody there.
//!
//! [`conflicts`] says what stands against a span, [`next_clear`] when nothing does. Plans and gates ask the same.

mod asking;
mod away;
mod found;
mod next;
mod others;
mod stabilising;
#[cfg(test)]
mod tests;
mod tie;
mod words;

pub use asking::Asking;
pub use found::{Clash, Conflict, Why, conflicts, reasons};
pub use next::{next_clear, next_open};
pub use stabilising::Stabilising;
pub use tie::Tie;
