//! Who may do what: roles, grants in a scope, absences, delegations, and the segregation of duties.
//!
//! | aggregate | begins with | ends with |
//! |---|---|---|
//! | grant | `access.granted` | `access.revoked`, or its end date |
//! | delegation | `access.delegated` | `access.delegation-ended`, or its end date |
//! | absence | `person.absent` | `person.back`, or its end date |
//! | account, session, export | what was done to an account, a log-in that failed, an export | never |
//!
//! A permission comes with a role, a role with a grant, a grant with a scope. What no grant can give is in
//! [`crate::approval`]: nobody approves what they made or deploy, whoever they stand in for.

mod absence;
mod account;
mod authority;
mod delegation;
mod enrolment;
mod grant;
mod matrix;
mod permission;
pub mod policy;
mod refusal;
mod role;
mod scope;
mod session;
#[cfg(test)]
mod tests;

pub use absence::{Absence, AbsenceId, Absent, Back, EndAbsence, RecordAbsence};
pub use account::{
    AccountAct, FeedIssued, FeedsRevoked, PasswordSet, RecordAccountAct, TokenIssued,
    TokensRevoked, Unlinked, UserMapped,
};
pub use authority::{Required, Target, check, holds, refused_fact};
pub(crate) use authority::{acts, has};
pub use delegation::{
    Delegate, Delegated, Delegation, DelegationEnded, DelegationId, EndDelegation,
};
pub use enrolment::{Door, Enrolled, EnrolmentIssued, Linked};
pub(crate) use enrolment::{Issuer, one_hand};
pub(crate) use grant::administered;
pub use grant::{Grant, GrantId, GrantRole, Granted, Refused, RevokeGrant, Revoked};
pub use matrix::{MATRIX, permits};
pub use permission::Permission;
pub(crate) use policy::{Manner, obey};
pub use refusal::PAGES;
pub(crate) use refusal::last_administrator;
pub use role::Role;
pub use scope::Scope;
pub use session::{Exported, Method, RecordExport, RefuseSession, SessionRefused};
