//! What has been decided.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Approval, Say};
use crate::State;
use crate::access::{Role, Scope};
use crate::environment::EnvironmentName;
use crate::kernel::{Digest, Evolve, Key, Meta, Opening, Sealed};
use crate::organisation::PersonId;
use crate::release::{ReleaseName, on_release};
use crate::signing::Signed;

/// Somebody has approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Which release.
    pub release: ReleaseName,
    /// Who.
    pub person: PersonId,
    /// In whose stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// As far as the delegation reaches, when in somebody's stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// On which manifest.
    pub manifest: Digest,
    /// With what comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sealed>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<Signed>>,
}

/// Somebody has rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// Which release.
    pub release: ReleaseName,
    /// Who.
    pub person: PersonId,
    /// In whose stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// As far as the delegation reaches, when in somebody's stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// On which manifest.
    pub manifest: Digest,
    /// With what comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sealed>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<Signed>>,
}

macro_rules! decision {
    ($type:ty, $say:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.release.key()
            }

            fn references(&self) -> Vec<Key> {
                let principal = self.on_behalf_of.iter().map(PersonId::key);
                principal.chain([self.person.key()]).collect()
            }

            fn opening(&self) -> Option<Opening> {
                None
            }

            fn format(&self) -> u32 {
                // At first nobody signed.
                match &self.signature {
                    None => crate::format::FIRST_FORMAT,
                    Some(_) => 2,
                }
            }

            fn apply(&self, state: &mut State, meta: &Meta) {
                if let Some(release) = state.releases.get_mut(&self.release.key()) {
                    release.newest = meta.position;
                    release.approvals.push_back(Approval {
                        position: meta.position,
                        say: $say,
                        person: self.person.clone(),
                        on_behalf_of: self.on_behalf_of.clone(),
                        scope: self.scope.clone(),
                        role: self.role,
                        environment: self.environment.clone(),
                        manifest: self.manifest,
                        time: meta.time,
                        comment: self.comment.clone(),
                        key: self.signature.as_ref().map(|signed| signed.proof.key()),
                    });
                }
            }
        }
    };
}

decision!(Given, Say::Approve);
decision!(Rejected, Say::Reject);

/// Somebody has taken their decision back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// About which release.
    pub release: ReleaseName,
    /// Who.
    pub person: PersonId,
    /// In which role.
    pub role: Role,
}

on_release!(Withdrawn, None, |event, release, meta| {
    release
        .approvals
        .retain(|given| given.person != event.person || given.role != event.role);
    release
        .withdrawn
        .insert(event.person.clone(), meta.position);
});
