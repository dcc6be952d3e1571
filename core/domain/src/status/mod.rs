//! What forges show of a gate's verdict at the commits of a release: one status for each environment.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | status (of a release, in an environment) | `status.requested` | `status.requested`, `status.shown`, `status.failed` | `status.ended` |
//!
//! `status.requested` is the intent: it stands here before a forge is told anything, so whatever breaks off in between is
//! told again, which changes nothing there. It is asked for anew only when the verdict is another one, or is about other
//! commits. What has run where it was judged for, or goes nowhere any more, is told once more and then ends.

mod command;
mod event;
mod forge;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use command::{FinishStatus, TellStatus, candidates};
pub use event::{StatusEnded, StatusFailed, StatusRequested, StatusShown};
pub use forge::{Forge, ForgeKind, ForgeMistake, wrong_forges};
pub use refusal::PAGES;
pub(crate) use refusal::forge_wrong;
pub(crate) use state::parts;
pub use state::{Progress, Status, Target, Trouble};
