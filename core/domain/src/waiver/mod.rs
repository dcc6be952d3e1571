//! Waivers: time-limited, approved exceptions to a criterion, or to some findings of the checks that it rests on.
//!
//! | stage | begins with | ends with |
//! |---|---|---|
//! | requested | `waiver.requested` | approved or rejected, or its end |
//! | approved | `waiver.approved` | `waiver.revoked`, or `waiver.expired` when its end has come |

mod command;
mod event;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

pub use command::{ApproveWaiver, ExpireWaiver, MOST_FINDINGS, RequestWaiver, RevokeWaiver};
pub use event::{Approved, Expired, Requested, Revoked};
pub use refusal::PAGES;
pub use state::{Waiver, WaiverId};
pub(crate) use state::{excused, standing_in};
