//! Whether an actor has what a command requires.

use super::refusal::{not_a_member, not_permitted};
use super::{Permission, Refused, Role, permits};
use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::{Actor, Refusal, Time};
use crate::organisation::{PersonId, UnitName, not_founded, person_deactivated};
use crate::workload;

/// What a command is about, as far as grants care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// No place in particular: a grant of any scope counts.
    Anywhere,
    /// The organisation as a whole.
    Organisation,
    /// A unit.
    Unit(UnitName),
    /// A component.
    Component(ComponentName),
    /// An environment as a whole.
    Environment(EnvironmentName),
    /// An environment as a place that people use for what they work on: a grant for a unit or a component counts, too.
    Use(EnvironmentName),
    /// A component in an environment.
    Place(EnvironmentName, ComponentName),
}

/// What a command requires: a permission on every target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// The permission; none for what anybody may ask, and for what only Holdpoint itself does.
    pub permission: Option<Permission>,
    /// On each of these.
    pub targets: Vec<Target>,
    /// Whether only Holdpoint itself may ask.
    pub system: bool,
}

impl Required {
    /// Anybody may.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            permission: None,
            targets: Vec::new(),
            system: false,
        }
    }

    /// Only Holdpoint itself may.
    #[must_use]
    pub fn system() -> Self {
        Self {
            permission: None,
            targets: Vec::new(),
            system: true,
        }
    }

    /// A permission on the organisation as a whole.
    #[must_use]
    pub fn everywhere(permission: Permission) -> Self {
        Self::on(permission, vec![Target::Organisation])
    }

    /// A permission in whatever scope.
    #[must_use]
    pub fn anywhere(permission: Permission) -> Self {
        Self::on(permission, vec![Target::Anywhere])
    }

    /// A permission on each of the targets.
    #[must_use]
    pub fn on(permission: Permission, targets: Vec<Target>) -> Self {
        Self {
            permission: Some(permission),
            targets,
            system: false,
        }
    }
}

/// Whether the person holds, and may use, any of the roles that satisfy `fits`, on the target, at `now`. Who is
/// deactivated uses none.
#[must_use]
pub fn holds(
    state: &State,
    person: &PersonId,
    target: &Target,
    now: Time,
    fits: impl Fn(Role) -> bool,
) -> bool {
    state.active(person) && has(state, person, target, now, fits)
}

/// Whether the person has any of these roles, whether they act or not: what they decided stays, and who stands in for them
/// goes on. Who was erased has none, and nobody stands in for them any more.
#[must_use]
pub(crate) fn has(
    state: &State,
    person: &PersonId,
    target: &Target,
    now: Time,
    fits: impl Fn(Role) -> bool,
) -> bool {
    let mut grants = state.grants_of(person);
    state.member(person)
        && grants.any(|grant| {
            fits(grant.role)
                && grant.active(now)
                && (*target == Target::Anywhere || grant.scope.covers(target, state))
        })
}

/// Checks that the actor has what is required at `now`.
///
/// # Errors
/// The refusal that says what is missing.
pub fn check(state: &State, actor: &Actor, required: &Required, now: Time) -> Result<(), Refusal> {
    let person = match actor {
        Actor::System => return Ok(()),
        Actor::Person(_) | Actor::Workload(_) if required.system => {
            return Err(not_permitted("system", "organisation"));
        }
        Actor::Workload(workload) => return workload::check(state, workload, required),
        Actor::Person(person) => person,
    };
    let Some(permission) = required.permission else {
        return Ok(());
    };
    if state.organisation.is_none() {
        return Err(not_founded());
    }
    acts(state, person)?;
    let missing = required
        .targets
        .iter()
        .find(|target| !holds(state, person, target, now, |role| permits(role, permission)));
    missing.map_or(Ok(()), |target| Err(not_permitted(permission, target)))
}

/// Checks that the person belongs to the organisation and is not deactivated.
pub(crate) fn acts(state: &State, person: &PersonId) -> Result<(), Refusal> {
    if !state.member(person) {
        return Err(not_a_member(person));
    }
    match state.active(person) {
        true => Ok(()),
        false => Err(person_deactivated(person)),
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Anywhere => f.write_str("anywhere"),
            Self::Organisation => f.write_str("organisation"),
            Self::Unit(name) => write!(f, "unit/{name}"),
            Self::Component(name) => write!(f, "component/{name}"),
            Self::Environment(name) | Self::Use(name) => write!(f, "environment/{name}"),
            Self::Place(environment, component) => {
                write!(f, "component/{component} in environment/{environment}")
            }
        }
    }
}

/// The fact that keeps a refused act on protected environments; none where nothing protected is touched.
#[must_use]
pub fn refused_fact(
    state: &State,
    actor: &Actor,
    command: &str,
    environments: &[&EnvironmentName],
    refusal: &Refusal,
) -> Option<Refused> {
    let protected = |name: &&&EnvironmentName| {
        let found = state.environments.get(**name);
        found.is_some_and(|found| found.protected)
    };
    let mut touched = environments.iter().filter(protected).copied().cloned();
    let person = actor.person()?;
    Some(Refused {
        person: person.clone(),
        command: command.to_owned(),
        environment: touched.next()?,
        further: touched.collect(),
        code: refusal.code.clone(),
    })
}
