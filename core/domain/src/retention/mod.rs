//! What stays of people who are erased, and why: their names and reasons behind decisions, as long as the release that was
//! decided on has to be accounted for, or a legal hold is on it.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | what stays of a person | `person.retained` | retained again, when a release was not finished yet | `person.forgotten` |
//! | hold | `hold.placed` | | `hold.lifted`, by somebody or at its end |
//!
//! A release is in the class of its components that keeps longest. The time runs from when it was finished; of one that is not it
//! is looked at again. What stays stands in the vault, for audit roles only, under keys of its own.

mod class;
mod command;
mod event;
mod hold;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use class::{Class, Retention};
pub(crate) use command::keep;
pub use command::{EndHold, ForgetPerson, LiftHold, PlaceHold};
pub use event::{Forgotten, HoldLifted, HoldPlaced, Retained};
pub use hold::{Hold, HoldId, HoldScope};
pub use refusal::PAGES;
pub(crate) use refusal::retention_wrong;
pub use state::Kept;
pub(crate) use state::{next_due, note_hold};
