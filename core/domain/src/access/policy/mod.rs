//! The organisation's own policies on who may do what, in Cedar: they can only forbid more.
//!
//! They are asked after the roles have permitted something, and before anything is decided. What they permit is still
//! refused if anything else refuses it. Whoever may configure the organisation is not subject to them where they
//! configure and read it: policies that forbid too much could otherwise never be replaced.
//!
//! Policies are a blob that the settings name by its digest, so replacing them is an entry, and each decision is taken
//! by those of its own position. The settings also say which words they are written in ([`vocabulary`]): a later
//! program puts the question in these, whatever it has learnt since.

mod moment;
mod question;
#[cfg(test)]
mod tests;
mod vocabulary;

use holdpoint_authorisation::{Answer, Saying};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{policy_forbids, policy_unusable, policy_wrong};
use super::{Permission, Required, Role, Target, check, holds, permits};
use crate::State;
use crate::declaration::Change;
use crate::environment::EnvironmentName;
use crate::kernel::{Actor, Context, Digest, Halt, Need, Refusal};
use crate::organisation::PersonId;
pub use question::{Asked, question};
pub use vocabulary::{DEFAULT, OPEN, action, actions, vocabulary};

/// The newest words that policies are written in.
pub const NEWEST_VOCABULARY: u32 = 1;

/// The policies of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// Digest of their text.
    pub policy: Digest,
    /// Which words they are written in.
    pub vocabulary: u32,
}

impl Authorisation {
    /// Policies that are written in the newest words.
    #[must_use]
    pub fn new(policy: Digest) -> Self {
        Self {
            policy,
            vocabulary: NEWEST_VOCABULARY,
        }
    }
}

/// What is wrong with policies that are to be the organisation's.
pub(crate) fn problem(change: &Change, context: &Context<'_>) -> Result<Option<Refusal>, Need> {
    let Change::Settings(settings) = change else {
        return Ok(None);
    };
    let Some(authorisation) = &settings.authorisation else {
        return Ok(None);
    };
    if !(1..=NEWEST_VOCABULARY).contains(&authorisation.vocabulary) {
        let why = format!("`{}` is no vocabulary", authorisation.vocabulary);
        return Ok(Some(policy_wrong(why)));
    }
    match context.rules.policies().get(&authorisation.policy) {
        None => Err(Need::Policies(authorisation.policy)),
        Some(Ok(_)) => Ok(None),
        Some(Err(why)) => Ok(Some(policy_wrong(why))),
    }
}

/// Checks that the actor has a permission in whatever scope, and that the organisation's policies let them: for
/// what is no command.
///
/// # Errors
/// The refusal; or the policies have to be read first.
pub fn permitted(state: &State, permission: Permission, context: &Context<'_>) -> Result<(), Halt> {
    let required = Required::anywhere(permission);
    check(state, context.actor, &required, context.now)?;
    obey(
        state,
        permission.group(),
        &required,
        &required.targets,
        &[],
        Manner::default(),
        context,
    )
}

/// How something is asked for, as far as policies may know.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// Whether it comes with a signature.
    pub(crate) signed: bool,
    /// From which line of a gate it waives.
    pub(crate) waives: Option<&'a str>,
}

/// Checks that the organisation's policies, if it has some, let it be done.
///
/// # Errors
/// The refusal that names the policies that forbid it; or they have to be read first.
pub(crate) fn obey(
    state: &State,
    action: &'static str,
    required: &Required,
    about: &[Target],
    environments: &[&EnvironmentName],
    manner: Manner<'_>,
    context: &Context<'_>,
) -> Result<(), Halt> {
    let exempt = match context.actor {
        Actor::System => true,
        Actor::Person(person) => exempt(state, person, required, context),
        Actor::Workload(_) => false,
    };
    if exempt {
        return Ok(());
    }
    let anywhere = [Target::Anywhere];
    let targets = match about {
        [] => anywhere.as_slice(),
        about => about,
    };
    for target in targets {
        let asked = Asked {
            actor: context.actor,
            action,
            permission: required.permission,
            target,
            anywhere: required.targets.iter().all(|on| *on == Target::Anywhere),
            environments,
            now: context.now,
            signed: manner.signed,
            waives: manner.waives,
        };
        match ask(state, &asked, context)? {
            None => return Ok(()),
            Some(Ok(answer)) if answer.allowed => {}
            Some(Ok(answer)) => {
                let why = because(&answer.because);
                return Err(policy_forbids(action, target, why).into());
            }
            Some(Err(why)) => return Err(policy_unusable(why).into()),
        }
    }
    Ok(())
}

/// What the organisation's policies say; none if it has none.
///
/// # Errors
/// When they have to be read first.
pub fn ask(
    state: &State,
    asked: &Asked<'_>,
    context: &Context<'_>,
) -> Result<Option<Result<Answer, String>>, Need> {
    let settings = state.organisation.as_ref().map(|found| &found.settings);
    let Some(authorisation) = settings.and_then(|settings| settings.authorisation.as_ref()) else {
        return Ok(None);
    };
    let known = context.rules.policies().get(&authorisation.policy);
    let policies = known.ok_or(Need::Policies(authorisation.policy))?;
    Ok(Some(match policies {
        Ok(policies) => policies.ask(&question(state, asked)),
        Err(why) => Err(why.clone()),
    }))
}

/// Whether somebody is not subject to policies in this: they could not be replaced otherwise.
fn exempt(state: &State, person: &PersonId, required: &Required, context: &Context<'_>) -> bool {
    match required.permission {
        Some(Permission::Configure) => true,
        Some(Permission::Read) => {
            let configures = |role: Role| permits(role, Permission::Configure);
            holds(
                state,
                person,
                &Target::Organisation,
                context.now,
                configures,
            )
        }
        _ => false,
    }
}

/// Why something is forbidden, in a line.
fn because(sayings: &[Saying]) -> String {
    let each = sayings.iter().map(|saying| match saying.advice.as_str() {
        "" => format!("`{}`", saying.id),
        advice => format!("`{}` ({advice})", saying.id),
    });
    match sayings {
        [] => "none of them permits it".to_owned(),
        _ => each.collect::<Vec<_>>().join(", "),
    }
}
