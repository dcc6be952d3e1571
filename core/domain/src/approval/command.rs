//! Deciding.

use serde::{Deserialize, Serialize};

use super::refusal::{
    conflicted, let_in_of_late, no_delegation, not_submitted, nothing_to_withdraw, other_manifest,
    person_only, role_does_not_approve, role_not_held,
};
use super::segregation::same_hand;
use super::{Given, Rejected, Say, conflict};
use crate::access::{Delegation, Permission, Required, Role, Scope, Target, has, permits};
use crate::environment::{EnvironmentName, environment_unknown};
use crate::kernel::{Context, Decide, Digest, Halt, Refusal, Sealed, Time};
use crate::organisation::PersonId;
use crate::release::{self, Release, ReleaseName, Stage};
use crate::signing::{self, Deciding, KeyUsed, Payload, Signed};
use crate::{Fact, State};

/// Approves or rejects a release, in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// Which release.
    pub release: ReleaseName,
    /// Which way.
    pub say: Say,
    /// In which role.
    pub role: Role,
    /// For which environment; for all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// In whose stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// The manifest that was looked at; the current one if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Digest>,
    /// With what comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sealed>,
    /// The signature over it, by a key of who decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<Signed>>,
}

impl Decide for Approve {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        // Whose authority is used, and where, is what `decide` finds out.
        match self.on_behalf_of {
            // A role that is read-only does not decide by another's word either.
            Some(_) => Ok(Required::anywhere(Permission::Delegate)),
            None => Ok(Required::anywhere(Permission::Approve)),
        }
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(person_only)?;
        let release = release::found(state, &self.release)?;
        if let Some(name) = &self.environment
            && !state.environments.contains_key(name)
        {
            return Err(environment_unknown(name).into());
        }
        if release.stage != Stage::Submitted {
            return Err(not_submitted(&self.release, release.stage).into());
        }
        let scope = self.check_person(state, release, person, context.now)?;
        let manifest = release.manifest();
        if let Some(seen) = self.manifest.filter(|seen| *seen != manifest) {
            return Err(other_manifest(seen, manifest).into());
        }
        let used = self.check_signature(state, release, person, context.position)?;
        if self.said_before(state, release, person, manifest) {
            return Ok(Vec::new());
        }
        let said = self.fact(person, manifest, scope);
        Ok([said].into_iter().chain(used.map(Fact::from)).collect())
    }
}

impl Approve {
    /// That the signature holds, if there is one; what it says of how often its key has signed.
    fn check_signature(
        &self,
        state: &State,
        release: &Release,
        person: &PersonId,
        position: u64,
    ) -> Result<Option<KeyUsed>, Refusal> {
        let Some(signed) = &self.signature else {
            return Ok(None);
        };
        let deciding = self.deciding(person, &signed.payload);
        let commented = self.comment.is_some();
        signing::check(state, release, &deciding, signed, commented, position)
    }

    /// The decision as it has to be signed, by what the signature says of why and when.
    fn deciding<'a>(&'a self, person: &'a PersonId, signed: &Payload) -> Deciding<'a> {
        Deciding {
            decision: self.say,
            person,
            on_behalf_of: self.on_behalf_of.as_ref(),
            role: self.role,
            environment: self.environment.as_ref(),
            reason: signed.reason,
            seen: signed.seen.clone(),
        }
    }

    fn check_person(
        &self,
        state: &State,
        release: &Release,
        person: &PersonId,
        now: Time,
    ) -> Result<Option<Scope>, Refusal> {
        if !permits(self.role, Permission::Approve) {
            return Err(role_does_not_approve(self.role));
        }
        let principal = self.on_behalf_of.as_ref().unwrap_or(person);
        for someone in [person, principal] {
            if let Some(why) = conflict(state, release, someone, now) {
                return Err(conflicted(someone, why));
            }
            if let Some(other) = same_hand(state, release, someone, now) {
                return Err(let_in_of_late(someone, other));
            }
        }
        let covered: Vec<_> = self.covered(state, release, principal, now).collect();
        if covered.is_empty() {
            return Err(role_not_held(principal, self.role));
        }
        if principal == person {
            return Ok(None);
        }
        let delegated = self.delegated(state, person, principal, &covered, now);
        delegated
            .map(Some)
            .ok_or_else(|| no_delegation(principal, self.role))
    }

    /// The places of the release for which the person holds the role.
    fn covered<'a>(
        &'a self,
        state: &'a State,
        release: &'a Release,
        person: &'a PersonId,
        now: Time,
    ) -> impl Iterator<Item = Target> + 'a {
        let places = release
            .components
            .iter()
            .map(|component| match &self.environment {
                Some(environment) => Target::Place(environment.clone(), component.clone()),
                None => Target::Component(component.clone()),
            });
        // A grant on one environment counts for an approval that names no environment, too: the gate of
        // that environment asks again.
        let anywhere = state
            .environments
            .keys()
            .filter(|_| self.environment.is_none());
        let grants = anywhere.map(|name| Target::Environment(name.clone()));
        places
            .chain(grants)
            .filter(move |place| has(state, person, place, now, |role| role == self.role))
    }

    /// As far as the delegation from one to the other reaches, if there is one that reaches far enough.
    fn delegated(
        &self,
        state: &State,
        to: &PersonId,
        from: &PersonId,
        places: &[Target],
        now: Time,
    ) -> Option<Scope> {
        let fits = |delegation: &&Delegation| {
            delegation.from == *from
                && delegation.to == *to
                && delegation.active(now)
                && delegation.role.is_none_or(|role| role == self.role)
                && places
                    .iter()
                    .any(|place| delegation.scope.covers(place, state))
        };
        let found = state.delegations.values().filter(fits);
        // The widest one: with several, the narrower ones add nothing that it lacks more often than not.
        found.map(|delegation| delegation.scope.clone()).min()
    }

    /// Whether it adds nothing: the same was said before, and is as well signed.
    fn said_before(
        &self,
        state: &State,
        release: &Release,
        person: &PersonId,
        manifest: Digest,
    ) -> bool {
        release.approvals.iter().any(|given| {
            let signed = self.signature.is_none() || given.signed_with(state).is_some();
            given.person == *person
                && given.role == self.role
                && given.say == self.say
                && given.manifest == manifest
                && given.environment == self.environment
                && given.on_behalf_of == self.on_behalf_of
                && signed
        })
    }

    fn fact(&self, person: &PersonId, manifest: Digest, scope: Option<Scope>) -> Fact {
        let (release, person) = (self.release.clone(), person.clone());
        let (on_behalf_of, role) = (self.on_behalf_of.clone(), self.role);
        let (environment, comment) = (self.environment.clone(), self.comment.clone());
        let signature = self.signature.clone();
        match self.say {
            Say::Approve => Given {
                release,
                person,
                on_behalf_of,
                scope,
                role,
                environment,
                manifest,
                comment,
                signature,
            }
            .into(),
            Say::Reject => Rejected {
                release,
                person,
                on_behalf_of,
                scope,
                role,
                environment,
                manifest,
                comment,
                signature,
            }
            .into(),
        }
    }
}

/// Takes one's decisions in a role back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// About which release.
    pub release: ReleaseName,
    /// In which role.
    pub role: Role,
}

impl Decide for Withdraw {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Delegate))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let person = context.actor.person().ok_or_else(person_only)?;
        let release = release::unfinished(state, &self.release)?;
        let mine = |given: &super::Approval| given.person == *person && given.role == self.role;
        if !release.approvals.iter().any(mine) {
            return Err(nothing_to_withdraw(self.role).into());
        }
        let withdrawn = super::Withdrawn {
            release: self.release.clone(),
            person: person.clone(),
            role: self.role,
        };
        Ok(vec![withdrawn.into()])
    }
}
