//! What a command may require of its actor.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $permission:ident = $name:literal,)*) => {
        /// One thing that a role may permit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $name)] $permission,)* }

        impl Permission {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$permission,)*];

            /// As it is written.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$permission => $name,)* }
            }

            /// The group of the actions that need it, as policies name it.
            #[must_use]
            pub fn group(self) -> &'static str {
                match self { $(Self::$permission => concat!("permission/", $name),)* }
            }
        }
    };
}

permissions! {
    /// Read everything except the vault.
    Read = "read",
    /// Comment on what can be read.
    Comment = "comment.write",
    /// Export the ledger and its evidence.
    Export = "audit.export",
    /// Change settings, units, teams, calendars, environments, gates and templates.
    Configure = "organisation.configure",
    /// Declare components.
    Catalogue = "catalogue.change",
    /// Add people, and say whether they act.
    AddPerson = "person.add",
    /// Erase people.
    ErasePerson = "person.erase",
    /// Say who there is and which groups there are, as the directory does.
    Provision = "directory.provision",
    /// Place and lift legal holds.
    Hold = "archive.hold",
    /// Read what stays of people who were erased.
    ReadRetained = "audit.read-retained",
    /// Give and revoke access.
    Grant = "access.grant",
    /// Hand one's own approvals to another, for a time; record one's own absence.
    Delegate = "access.delegate",
    /// Create and change releases.
    Release = "release.change",
    /// Decide that a release goes or does not go.
    Decide = "release.decide",
    /// Attach evidence.
    Evidence = "evidence.add",
    /// Confirm readiness items.
    Readiness = "readiness.confirm",
    /// Approve and reject, in an approving role.
    Approve = "approval.give",
    /// Ask for waivers.
    RequestWaiver = "waiver.request",
    /// Approve and revoke waivers.
    ApproveWaiver = "waiver.approve",
    /// Book environments.
    Book = "environment.book",
    /// Invite and retire agents on other hosts.
    Agents = "agent.manage",
    /// Start, repeat and cancel runs of pipelines.
    Pipeline = "pipeline.run",
    /// Decide about steps of runs that wait for one: approvals, manual tasks.
    DecideStep = "pipeline.decide",
    /// Deploy, roll back and abort.
    Deploy = "deployment.request",
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
