//! Which role permits what: the one table, tested cell by cell.

use super::Permission::{
    AddPerson, Agents, Approve, ApproveWaiver, Book, Catalogue, Comment, Configure, Decide,
    DecideStep, Delegate, Deploy, ErasePerson, Evidence, Export, Grant, Hold, Pipeline, Provision,
    Read, ReadRetained, Readiness, Release, RequestWaiver,
};
use super::{Permission, Role};

/// Each role with its permissions.
pub const MATRIX: &[(Role, &[Permission])] = &[
    (
        Role::ReleaseManager,
        &[
            Read,
            Comment,
            Export,
            Catalogue,
            Delegate,
            Release,
            Decide,
            Evidence,
            Readiness,
            Approve,
            RequestWaiver,
            Deploy,
            Book,
            Pipeline,
            DecideStep,
        ],
    ),
    (
        Role::Developer,
        &[
            Read,
            Comment,
            Delegate,
            Release,
            Evidence,
            Readiness,
            RequestWaiver,
            Book,
            Pipeline,
            DecideStep,
        ],
    ),
    (
        Role::ComponentOwner,
        &[
            Read,
            Comment,
            Catalogue,
            Delegate,
            Release,
            Evidence,
            Readiness,
            Approve,
            RequestWaiver,
            Book,
            Pipeline,
            DecideStep,
        ],
    ),
    (
        Role::Deployer,
        &[
            Read, Comment, Delegate, Evidence, Deploy, Book, Pipeline, DecideStep,
        ],
    ),
    (
        Role::ChangeManager,
        &[
            Read,
            Comment,
            Export,
            Delegate,
            Decide,
            Readiness,
            Approve,
            RequestWaiver,
            ApproveWaiver,
            Hold,
            DecideStep,
        ],
    ),
    (
        Role::BoardMember,
        &[Read, Comment, Delegate, Approve, ApproveWaiver, DecideStep],
    ),
    (
        Role::BusinessOwner,
        &[Read, Comment, Delegate, Readiness, Approve, DecideStep],
    ),
    (
        Role::SupportLead,
        &[
            Read, Comment, Delegate, Readiness, Approve, Book, DecideStep,
        ],
    ),
    (
        Role::Sre,
        &[
            Read,
            Comment,
            Delegate,
            Evidence,
            Readiness,
            Approve,
            RequestWaiver,
            Deploy,
            Book,
            Pipeline,
            DecideStep,
        ],
    ),
    (Role::Auditor, &[Read, Export, ReadRetained]),
    (Role::Provisioner, &[Provision]),
    (
        Role::Administrator,
        &[
            Read,
            Comment,
            Export,
            Configure,
            Catalogue,
            AddPerson,
            ErasePerson,
            Hold,
            Grant,
            Agents,
        ],
    ),
];

/// Whether the role permits it.
#[must_use]
pub fn permits(role: Role, permission: Permission) -> bool {
    MATRIX
        .iter()
        .any(|(row, permissions)| *row == role && permissions.contains(&permission))
}
