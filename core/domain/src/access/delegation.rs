//! Delegations: one person's approving roles, lent to another for a time, in a scope; never passed on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{
    delegation_to_oneself, delegation_too_long, delegation_unknown, ends_before_it_begins,
    expires_in_the_past, not_ones_own, scope_unknown,
};
use super::{Permission, Required, Role, Scope, acts};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Kind, Meta, Sealed, Time, opaque_type};
use crate::organisation::{PersonId, person_unknown};
use crate::{Fact, State};

opaque_type!(
    /// A delegation.
    DelegationId, Kind::Delegation, "del_"
);

/// The longest delegation: 92 days. Longer ones are a grant, which somebody reviews.
const LONGEST: i64 = 92 * 24 * 60 * 60 * 1000;

/// Who acts for whom, when and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// Which.
    pub id: DelegationId,
    /// Who is acted for.
    pub from: PersonId,
    /// Who acts.
    pub to: PersonId,
    /// In which role; all that `from` has if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Where.
    pub scope: Scope,
    /// From when on.
    pub begins: Time,
    /// Until when.
    pub ends: Time,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Delegation {
    /// Whether it counts at `now`.
    #[must_use]
    pub fn active(&self, now: Time) -> bool {
        self.begins <= now && now < self.ends
    }
}

/// A delegation was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delegated {
    /// The delegation.
    pub delegation: Delegation,
}

impl Evolve for Delegated {
    fn subject(&self) -> Key {
        self.delegation.id.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.delegation.from.key(), self.delegation.to.key()]
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Opened)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .delegations
            .insert(self.delegation.id.clone(), self.delegation.clone());
    }
}

/// A delegation ended, before its time or because it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationEnded {
    /// Which.
    pub delegation: DelegationId,
}

impl Evolve for DelegationEnded {
    fn subject(&self) -> Key {
        self.delegation.key()
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Closed)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.delegations.remove(&self.delegation);
    }
}

/// Lets another person approve in one's stead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegate {
    /// Who is acted for: oneself.
    pub from: PersonId,
    /// Who acts.
    pub to: PersonId,
    /// In which role; all if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Where; the whole organisation if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// From when on; now if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<Time>,
    /// Until when, at most 92 days later.
    pub ends: Time,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

impl Decide for Delegate {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Delegate))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if context.actor.person() != Some(&self.from) {
            return Err(not_ones_own("delegation").into());
        }
        if self.from == self.to {
            return Err(delegation_to_oneself().into());
        }
        if !state.member(&self.to) {
            return Err(person_unknown(&self.to).into());
        }
        acts(state, &self.to)?;
        if let Some(scope) = self.scope.as_ref().filter(|scope| !scope.exists(state)) {
            return Err(scope_unknown(scope).into());
        }
        let begins = self.begins.unwrap_or(context.now);
        if self.ends <= begins {
            return Err(ends_before_it_begins(begins, self.ends).into());
        }
        if self.ends <= context.now {
            return Err(expires_in_the_past(self.ends).into());
        }
        if self.ends > begins.after(LONGEST) {
            return Err(delegation_too_long().into());
        }
        let delegation = Delegation {
            id: DelegationId::from_bits(context.fresh(0)),
            from: self.from.clone(),
            to: self.to.clone(),
            role: self.role,
            scope: self.scope.clone().unwrap_or(Scope::Organisation),
            begins,
            ends: self.ends,
            reason: self.reason.clone(),
        };
        Ok(vec![Delegated { delegation }.into()])
    }
}

/// Ends a delegation; Holdpoint itself does so when its time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndDelegation {
    /// Which.
    pub delegation: DelegationId,
}

impl Decide for EndDelegation {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Delegate))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let Some(delegation) = state.delegations.get(&self.delegation) else {
            return Err(delegation_unknown(&self.delegation).into());
        };
        let actor = context.actor.person();
        if actor.is_some_and(|person| *person != delegation.from && *person != delegation.to) {
            return Err(not_ones_own("delegation").into());
        }
        Ok(vec![
            DelegationEnded {
                delegation: self.delegation.clone(),
            }
            .into(),
        ])
    }
}
