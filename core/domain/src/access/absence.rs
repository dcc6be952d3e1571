//! Absences: when a person is not there to decide.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{absence_unknown, ends_before_it_begins, not_ones_own, scope_unknown};
use super::{Permission, Required, Scope, Target};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Kind, Meta, Time, opaque_type};
use crate::organisation::{PersonId, person_unknown};
use crate::{Fact, State};

opaque_type!(
    /// An absence.
    AbsenceId, Kind::Absence, "abs_"
);

/// A span in which a person is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// Which.
    pub id: AbsenceId,
    /// Who.
    pub person: PersonId,
    /// From when on.
    pub begins: Time,
    /// Until when.
    pub ends: Time,
    /// Where; everywhere if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
}

impl Absence {
    /// Whether the person is away at `now`.
    #[must_use]
    pub fn active(&self, now: Time) -> bool {
        self.begins <= now && now < self.ends
    }

    /// Whether the person is away as far as the target goes.
    #[must_use]
    pub fn covers(&self, target: &Target, state: &State) -> bool {
        self.scope
            .as_ref()
            .is_none_or(|scope| scope.covers(target, state))
    }
}

/// A person is, or will be, away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// The absence.
    pub absence: Absence,
}

impl Evolve for Absent {
    fn subject(&self) -> Key {
        self.absence.id.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.absence.person.key()]
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Opened)
    }

    fn format(&self) -> u32 {
        // At first an absence had no scope.
        match self.absence.scope {
            Some(_) => 2,
            None => crate::format::FIRST_FORMAT,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state
            .absences
            .insert(self.absence.id.clone(), self.absence.clone());
    }
}

/// An absence ended, before its time or because it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Back {
    /// Which absence.
    pub absence: AbsenceId,
}

impl Evolve for Back {
    fn subject(&self) -> Key {
        self.absence.key()
    }

    fn opening(&self) -> Option<crate::Opening> {
        Some(crate::Opening::Closed)
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.absences.remove(&self.absence);
    }
}

/// Records that one is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordAbsence {
    /// Who: oneself.
    pub person: PersonId,
    /// From when on.
    pub begins: Time,
    /// Until when.
    pub ends: Time,
    /// Where; everywhere if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
}

impl Decide for RecordAbsence {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Delegate))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        if !state.people.contains_key(&self.person) {
            return Err(person_unknown(&self.person).into());
        }
        if context
            .actor
            .person()
            .is_some_and(|person| *person != self.person)
        {
            return Err(not_ones_own("absence").into());
        }
        if self.ends <= self.begins {
            return Err(ends_before_it_begins(self.begins, self.ends).into());
        }
        if let Some(scope) = self.scope.as_ref().filter(|scope| !scope.exists(state)) {
            return Err(scope_unknown(scope).into());
        }
        let absence = Absence {
            id: AbsenceId::from_bits(context.fresh(0)),
            person: self.person.clone(),
            begins: self.begins,
            ends: self.ends,
            scope: self.scope.clone(),
        };
        Ok(vec![Absent { absence }.into()])
    }
}

/// Ends an absence; Holdpoint itself does so when its time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndAbsence {
    /// Which.
    pub absence: AbsenceId,
}

impl Decide for EndAbsence {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::anywhere(Permission::Delegate))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let Some(absence) = state.absences.get(&self.absence) else {
            return Err(absence_unknown(&self.absence).into());
        };
        if context
            .actor
            .person()
            .is_some_and(|person| *person != absence.person)
        {
            return Err(not_ones_own("absence").into());
        }
        Ok(vec![
            Back {
                absence: self.absence.clone(),
            }
            .into(),
        ])
    }
}
