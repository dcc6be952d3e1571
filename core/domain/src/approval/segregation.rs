//! The segregation of duties: who may not decide, whatever they hold.

use crate::State;
use crate::access::{Role, one_hand};
use crate::kernel::Time;
use crate::organisation::PersonId;
use crate::release::Release;

/// Why a person may not approve a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// They wrote a commit of it, or put it together.
    Author,
    /// They have asked for a deployment of it.
    Deployer,
    /// They give access, and so approve nothing.
    Administrator,
}

/// Why the person may not approve the release at `now`; none if nothing stands against it.
#[must_use]
pub fn conflict(
    state: &State,
    release: &Release,
    person: &PersonId,
    now: Time,
) -> Option<Conflict> {
    if release.made_by(person) {
        return Some(Conflict::Author);
    }
    if release.deployers.contains(person) {
        return Some(Conflict::Deployer);
    }
    let administers =
        |grant: &crate::access::Grant| grant.role == Role::Administrator && grant.active(now);
    state
        .grants_of(person)
        .any(administers)
        .then_some(Conflict::Administrator)
}

/// Who takes part in the release and may be the same hand as the person, as one of the two let the other in of
/// late; none if nobody.
#[must_use]
pub(super) fn same_hand<'a>(
    state: &State,
    release: &'a Release,
    person: &PersonId,
    now: Time,
) -> Option<&'a PersonId> {
    let makers = release.authors.iter().chain(&release.makers);
    let makers = makers.chain(release.creator.person());
    let approvals = release.approvals.iter();
    let approvers = approvals.flat_map(|given| [&given.person, given.principal()]);
    let mut others = makers.chain(&release.deployers).chain(approvers);
    others.find(|other| *other != person && one_hand(state, person, other, now))
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Author => "made part of this release",
            Self::Deployer => "deploys this release",
            Self::Administrator => "is an administrator, who approves nothing",
        })
    }
}
