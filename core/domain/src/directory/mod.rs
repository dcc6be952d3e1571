//! The organisation's directory: identity providers at which people log in, and who belongs to which groups.
//!
//! | aggregate | changes with |
//! |---|---|
//! | grant | `access.granted` and `access.revoked`, with the group that they come from |
//! | group | `group.declared`, `group.members-changed`, until `group.retired`: what the directory has told by itself |
//! | account | `account.linked`, `account.unlinked`: as whom the directory knows somebody |
//!
//! Which groups have which roles here, the settings say. A role that comes from a group goes when somebody is in it no more,
//! or when the settings give it no more; what administrators have granted is left alone. The last administrator stays.

mod command;
mod group;
mod provision;
mod refusal;
mod settings;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use command::MapGroups;
pub(crate) use command::unmapped;
pub use group::{Group, GroupDeclared, GroupId, GroupMembersChanged, GroupRetired};
pub(crate) use provision::followed;
pub use provision::{DropGroup, ProvisionGroup, ProvisionPerson};
pub use refusal::PAGES;
pub(crate) use refusal::directory_wrong;
pub use settings::{Directory, DirectoryMistake, FirstLogin, GroupRole, Provider};

/// How it came to be known that somebody is in a group.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// When they logged in.
    Login,
    /// The directory has said so by itself (SCIM).
    Provisioning,
}

/// The group that a role comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// What the directory calls it.
    pub group: String,
    /// How it came to be known.
    pub source: Source,
    /// The issuer who has said so, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}
