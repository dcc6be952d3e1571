//! Who may do what: roles, grants in a scope, absences, delegations, and the segregation of duties.
//!
//! | aggregate | begins with | ends with |
//! |---|---|---|
//! | grant | `access.granted` | `access.revoked`, or its end date |
//! | delegation | `access.delegated` | `access.delegation-ended`, or its end date |
//! | absence | `person.absent` | `person.back`, or its end date |
//!
//! A permission comes with a role, a role with a grant, a grant with a scope. What no grant can give is in
//! [`crate::approval`]: nobody approves what they made or deploy, whoever they stand in for.

mod absence;
mod authority;
mod delegation;
mod grant;
mod matrix;
mod permission;
mod refusal;
mod role;
mod scope;
#[cfg(test)]
mod tests;

pub use absence::{Absence, AbsenceId, Absent, Back, EndAbsence, RecordAbsence};
pub use authority::{Required, Target, check, holds, refused_fact};
pub use delegation::{
    Delegate, Delegated, Delegation, DelegationEnded, DelegationId, EndDelegation,
};
pub(crate) use grant::administered;
pub use grant::{Grant, GrantId, GrantRole, Granted, Refused, RevokeGrant, Revoked};
pub use matrix::{MATRIX, permits};
pub use permission::Permission;
pub use refusal::PAGES;
pub(crate) use refusal::last_administrator;
pub use role::Role;
pub use scope::Scope;
