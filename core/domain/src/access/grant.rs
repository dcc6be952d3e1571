//! Grants: a role, for a person, in a scope, perhaps until a date.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{
    auditor_expires, expires_in_the_past, grant_unknown, last_administrator, own_grant,
    scope_unknown,
};
use super::{Permission, Required, Role, Scope};
use crate::directory::Membership;
use crate::environment::EnvironmentName;
use crate::kernel::{
    Actor, Context, Decide, Evolve, Halt, Key, Kind, Meta, Sealed, Time, opaque_type,
};
use crate::organisation::{PersonId, person_unknown};
use crate::{Fact, State};

opaque_type!(
    /// A grant.
    GrantId, Kind::Grant, "gra_"
);

/// A role that a person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which.
    pub id: GrantId,
    /// Whose.
    pub person: PersonId,
    /// What they are.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Since when.
    pub since: Time,
    /// Until when; from then on it counts for nothing.
    pub expires: Option<Time>,
    /// Who gave it.
    pub by: Actor,
    /// The group that it comes from; it was granted by somebody if from none.
    pub from: Option<Membership>,
}

impl Grant {
    /// Whether it counts at `now`.
    #[must_use]
    pub fn active(&self, now: Time) -> bool {
        self.expires.is_none_or(|end| now < end)
    }
}

/// A role was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// Which grant.
    pub grant: GrantId,
    /// To whom.
    pub person: PersonId,
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
    /// The group that it comes from, if from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Membership>,
}

impl Granted {
    /// A grant without an end, with the `n`th fresh id of the command.
    #[must_use]
    pub fn new(context: &Context<'_>, n: u32, person: PersonId, role: Role, scope: Scope) -> Self {
        let grant = GrantId::from_bits(context.fresh(n));
        Self {
            grant,
            person,
            role,
            scope,
            expires: None,
            from: None,
        }
    }
}

impl Evolve for Granted {
    fn subject(&self) -> Key {
        self.grant.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Opened)
    }

    fn format(&self) -> u32 {
        // At first no role came from a group.
        match self.from.is_some() || self.role == Role::Provisioner {
            true => 2,
            false => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        state.insert_grant(Grant {
            id: self.grant.clone(),
            person: self.person.clone(),
            role: self.role,
            scope: self.scope.clone(),
            since: meta.time,
            expires: self.expires,
            by: meta.actor.clone(),
            from: self.from.clone(),
        });
    }
}

/// A role was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// Which grant.
    pub grant: GrantId,
    /// From whom.
    pub person: PersonId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// The group that it came from and goes with, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Membership>,
}

impl Revoked {
    /// The end of a grant, for no reason that is said.
    pub(crate) fn of(grant: &Grant) -> Self {
        Self {
            grant: grant.id.clone(),
            person: grant.person.clone(),
            reason: None,
            from: None,
        }
    }
}

impl Evolve for Revoked {
    fn subject(&self) -> Key {
        self.grant.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Closed)
    }

    fn format(&self) -> u32 {
        // At first no role came from a group.
        match self.from {
            Some(_) => 2,
            None => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.remove_grant(&self.grant);
    }
}

/// An act on a protected environment was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Who tried.
    pub person: PersonId,
    /// What, as the command is named.
    pub command: String,
    /// Where.
    pub environment: EnvironmentName,
    /// Where else, if it was about more than one environment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<EnvironmentName>,
    /// The code of the refusal.
    pub code: String,
}

impl Evolve for Refused {
    fn subject(&self) -> Key {
        Key::new(Kind::Refusal, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        let further = self.further.iter().map(EnvironmentName::key);
        let first = [self.environment.key(), self.person.key()];
        first.into_iter().chain(further).collect()
    }

    fn format(&self) -> u32 {
        // At first it was about one environment.
        match self.further.is_empty() {
            true => crate::format::FIRST_FORMAT,
            false => 2,
        }
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}

/// Gives a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantRole {
    /// To whom.
    pub person: PersonId,
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
}

impl Decide for GrantRole {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Grant))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        self.check(state, context)?;
        let same = state.grants_of(&self.person).any(|grant| {
            let granted = grant.from.is_none() && grant.expires == self.expires;
            grant.role == self.role && grant.scope == self.scope && granted
        });
        if same {
            return Ok(Vec::new());
        }
        let granted = Granted::new(
            context,
            0,
            self.person.clone(),
            self.role,
            self.scope.clone(),
        );
        Ok(vec![
            Granted {
                expires: self.expires,
                ..granted
            }
            .into(),
        ])
    }
}

impl GrantRole {
    fn check(&self, state: &State, context: &Context<'_>) -> Result<(), Halt> {
        if !state.member(&self.person) {
            return Err(person_unknown(&self.person).into());
        }
        if context.actor.person() == Some(&self.person) {
            return Err(own_grant(self.role).into());
        }
        if self.role == Role::Auditor && self.expires.is_none() {
            return Err(auditor_expires().into());
        }
        if let Some(end) = self.expires.filter(|end| *end <= context.now) {
            return Err(expires_in_the_past(end).into());
        }
        if self.scope.exists(state) {
            Ok(())
        } else {
            Err(scope_unknown(&self.scope).into())
        }
    }
}

/// Takes a role away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeGrant {
    /// Which grant.
    pub grant: GrantId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for RevokeGrant {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::everywhere(Permission::Grant))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let Some(grant) = state.grants.get(&self.grant) else {
            return Err(grant_unknown(&self.grant).into());
        };
        // One that has ended may go as well: until then, what it is on cannot be retired.
        if grant.role == Role::Administrator
            && !administered(state, context.now, |other| other.id != self.grant)
        {
            return Err(last_administrator().into());
        }
        let revoked = Revoked {
            reason: self.reason.clone(),
            ..Revoked::of(grant)
        };
        Ok(vec![revoked.into()])
    }
}

/// Whether somebody administers the whole organisation by a grant that `counts`.
pub(crate) fn administered(state: &State, now: Time, counts: impl Fn(&Grant) -> bool) -> bool {
    state.grants.values().any(|grant| {
        grant.role == Role::Administrator
            && grant.scope == Scope::Organisation
            && grant.active(now)
            && state.active(&grant.person)
            && counts(grant)
    })
}
