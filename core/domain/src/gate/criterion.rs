//! Criteria: the lines of a gate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::kernel::Digest;

/// One line of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its name, unique within the gate.
    pub name: String,
    /// What it asks for.
    pub ask: Ask,
    /// Whether a waiver can stand in for it.
    #[serde(default = "yes")]
    pub waivable: bool,
}

fn yes() -> bool {
    true
}

/// What must be true of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Requirement {
    /// There is some.
    Present,
    /// The newest has passed.
    #[default]
    Passed,
    /// The newest has passed, and is not older than this.
    Fresh {
        /// In hours.
        max_age_hours: u32,
    },
}

impl Criterion {
    /// Whether it asks for what gates did not ask for at first: then all approvals counted, and contracts did not.
    #[must_use]
    pub fn later(&self) -> bool {
        matches!(
            self.ask,
            Ask::Approvals { signed: true, .. }
                | Ask::Approvals { active: true, .. }
                | Ask::Contracts {}
        )
    }
}

impl Ask {
    /// Whether gates ask it by themselves, because of what is declared elsewhere.
    #[must_use]
    pub fn standing(&self) -> bool {
        matches!(self, Self::Calendar {} | Self::Planned {})
    }
}

/// What a criterion asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Approvals of different people in a role.
    Approvals {
        /// The role that they approve in.
        role: Role,
        /// How many.
        quorum: u32,
        /// Whether only those count that are signed with a key of the person's.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        signed: bool,
        /// Whether those of people who are deactivated count no more.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        active: bool,
    },
    /// Evidence about every artifact, or about the release as a whole.
    Evidence {
        /// The predicate type that counts, or a short name for it.
        predicate: String,
        /// What must be true of it.
        #[serde(default)]
        require: Requirement,
    },
    /// Names and versions of all artifacts follow the organisation's scheme.
    ArtifactScheme {},
    /// A person has confirmed a readiness item.
    Readiness {
        /// What is confirmed.
        item: String,
    },
    /// The release has run in another environment before.
    Ran {
        /// Where.
        environment: crate::environment::EnvironmentName,
    },
    /// What the release rests on is below a checkpoint that enough witnesses have cosigned.
    Witnessed {},
    /// Whoever consumes or provides an interface where the release is to go can go on with it.
    Contracts {},
    /// Nothing closes the environment now: asked by every gate that blackouts or maintenance windows are about.
    Calendar {},
    /// It is the time that the release is planned for: asked where releases go at their planned times.
    Planned {},
    /// A custom rule lets it pass.
    Rego {
        /// Digest of the policy's text, kept as a blob.
        policy: Digest,
        /// What people call the rule.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        title: String,
    },
}
