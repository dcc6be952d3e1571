//! What is known of an approval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::access::{Role, Scope, Target, has};
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::{Digest, Sealed, Time};
use crate::organisation::PersonId;
use crate::signing::{Fingerprint, PersonKey};

/// Which way a decision went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Say {
    /// Yes.
    Approve,
    /// No.
    Reject,
}

/// A decision by a person in a role, on an exact digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Position of its entry.
    pub position: u64,
    /// Which way it went.
    pub say: Say,
    /// Who decided.
    pub person: PersonId,
    /// In whose stead; their own if none.
    pub on_behalf_of: Option<PersonId>,
    /// As far as the delegation reaches, when in somebody's stead.
    pub scope: Option<Scope>,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    pub environment: Option<EnvironmentName>,
    /// On which manifest.
    pub manifest: Digest,
    /// When.
    pub time: Time,
    /// With what comment.
    pub comment: Option<Sealed>,
    /// The key that it was signed with.
    pub key: Option<Fingerprint>,
}

impl Approval {
    /// Whose authority it uses: the person's own, or that of whom they stand in for.
    #[must_use]
    pub fn principal(&self) -> &PersonId {
        self.on_behalf_of.as_ref().unwrap_or(&self.person)
    }

    /// The key that it was signed with, if that still is the person's and was when it signed.
    #[must_use]
    pub fn signed_with<'a>(&self, state: &'a State) -> Option<&'a PersonKey> {
        let key = state.keys.get(self.key.as_ref()?)?;
        let own = key.person == self.person && key.removed.is_none();
        (own && key.position < self.position).then_some(key)
    }

    /// Whether it speaks for a component in an environment, on this manifest, with a role that is held at `now`. That who
    /// decided was deactivated since changes nothing.
    #[must_use]
    pub fn counts(
        &self,
        state: &State,
        environment: &EnvironmentName,
        component: &ComponentName,
        manifest: &Digest,
        now: Time,
    ) -> bool {
        let place = Target::Place(environment.clone(), component.clone());
        self.manifest == *manifest
            && self
                .environment
                .as_ref()
                .is_none_or(|named| named == environment)
            && state.member(&self.person)
            && self
                .scope
                .as_ref()
                .is_none_or(|scope| scope.covers(&place, state))
            && has(state, self.principal(), &place, now, |role| {
                role == self.role
            })
    }
}
