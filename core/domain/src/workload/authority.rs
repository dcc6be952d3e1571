//! Whether a workload may: its rule is looked up anew each time, so that who is let in no more acts no more.

use super::refusal::{workload_not_permitted, workload_unknown, workload_wants};
use super::{PERMITTED, Rule, Workload};
use crate::State;
use crate::access::{Required, Role, Target, permits};
use crate::kernel::{Actor, Refusal};

fn rule<'a>(state: &'a State, workload: &Workload) -> Result<&'a Rule, Refusal> {
    let organisation = state.organisation.as_ref();
    let settings = organisation.and_then(|found| found.settings.workloads.as_ref());
    let found = settings.and_then(|all| all.rule(&workload.name));
    found.ok_or_else(|| workload_unknown(&workload.name))
}

/// Checks that whoever asks for the command may, as far as workloads go.
pub(crate) fn check_command(state: &State, actor: &Actor, command: &str) -> Result<(), Refusal> {
    let Actor::Workload(workload) = actor else {
        return Ok(());
    };
    match rule(state, workload)?.lets(command) {
        true => Ok(()),
        false => Err(workload_wants(&workload.name, command)),
    }
}

/// Checks that the workload has what is required.
pub(crate) fn check(
    state: &State,
    workload: &Workload,
    required: &Required,
) -> Result<(), Refusal> {
    let rule = rule(state, workload)?;
    let permission = required.permission.filter(|one| PERMITTED.contains(one));
    let permission = permission.filter(|one| permits(rule.role, *one));
    let anywhere = |target: &Target| *target == Target::Anywhere;
    let covered = |target: &Target| anywhere(target) || rule.scope.covers(target, state);
    match permission {
        Some(_) if required.targets.iter().all(covered) => Ok(()),
        Some(permission) => {
            let missing = required.targets.iter().find(|target| !covered(target));
            let missing = missing.map_or_else(String::new, ToString::to_string);
            Err(workload_not_permitted(&workload.name, permission, missing))
        }
        None => {
            let wanted = required.permission.map_or("person", |one| one.as_str());
            Err(workload_not_permitted(&workload.name, wanted, "anything"))
        }
    }
}

/// The role that the workload has on the target.
pub(crate) fn role_on(
    state: &State,
    workload: &Workload,
    target: &Target,
    anywhere: bool,
) -> Option<Role> {
    let rule = rule(state, workload).ok()?;
    (anywhere || rule.scope.covers(target, state)).then_some(rule.role)
}
