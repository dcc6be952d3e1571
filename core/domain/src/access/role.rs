//! The default roles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// What a person is to the organisation, within the scope of a grant.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$role,)*];

            /// As it is written.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$role => $name,)* }
            }
        }
    };
}

roles! {
    /// Plans releases and leads them to production.
    ReleaseManager = "release-manager",
    /// Makes the changes that go out.
    Developer = "developer",
    /// Answers for a component.
    ComponentOwner = "component-owner",
    /// Brings releases to environments.
    Deployer = "deployer",
    /// Runs change management.
    ChangeManager = "change-manager",
    /// Sits on a board that decides.
    BoardMember = "board-member",
    /// Answers for the business that a release serves.
    BusinessOwner = "business-owner",
    /// Leads those who support the users.
    SupportLead = "support-lead",
    /// Keeps production reliable.
    Sre = "sre",
    /// Reads everything, changes nothing, for a limited time.
    Auditor = "auditor",
    /// The directory itself: says who there is, and who is in which groups. Does nothing else.
    Provisioner = "provisioner",
    /// Gives access and keeps the house; approves nothing.
    Administrator = "administrator",
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().find(|role| role.as_str() == text);
        known.copied().ok_or_else(|| {
            let all: Vec<_> = Self::ALL.iter().map(|role| role.as_str()).collect();
            format!("`{text}` is no role; there are {}", all.join(", "))
        })
    }
}
