//! Which role permits what: the one table, tested cell by cell.

use super::Permission::{
    AddPerson, Approve, ApproveWaiver, Book, Catalogue, Comment, Configure, Decide, Delegate,
    Deploy, ErasePerson, Evidence, Export, Grant, Hold, Pipeline, Provision, Read, ReadRetained,
    Readiness, Release, RequestWaiver,
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
        ],
    ),
    (
        Role::Deployer,
        &[Read, Comment, Delegate, Evidence, Deploy, Book, Pipeline],
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
        ],
    ),
    (
        Role::BoardMember,
        &[Read, Comment, Delegate, Approve, ApproveWaiver],
    ),
    (
        Role::BusinessOwner,
        &[Read, Comment, Delegate, Readiness, Approve],
    ),
    (
        Role::SupportLead,
        &[Read, Comment, Delegate, Readiness, Approve, Book],
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
