//! Approvals: decisions by people in roles, on exact digests.
//!
//! | event | counts while |
//! |---|---|
//! | `approval.given` | the manifest is the one that was approved, and the role is still held |
//! | `approval.rejected` | the same; a rejection makes the gate say no-go |
//! | `approval.withdrawn` | takes either back |
//!
//! Nobody approves what they made or deploy; whoever stands in for somebody is bound by both people's limits.

mod command;
mod event;
mod quorum;
mod refusal;
mod segregation;
mod state;
#[cfg(test)]
mod tests;

pub use command::{Approve, Withdraw};
pub use event::{Given, Rejected, Withdrawn};
pub(crate) use quorum::distinct;
pub use refusal::PAGES;
pub(crate) use refusal::{approver_deploys, author_deploys, let_in_of_late, person_only};
pub use segregation::{Conflict, conflict};
pub use state::{Approval, Say};

/// That only people decide, and so sign: no program does.
#[must_use]
pub fn people_only() -> crate::kernel::Refusal {
    person_only()
}
