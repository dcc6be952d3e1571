//! What can be asked of deployments.

mod abort;
mod deploy;
mod rollback;
mod step;

pub use abort::AbortDeployment;
pub use deploy::Deploy;
pub use rollback::RollBack;
pub use step::{FinishStep, LoseStep, ResolveStep};

use super::refusal::{deployment_under_way, deployment_unknown};
use super::steps::Filled;
use super::{Deployment, DeploymentId, Purpose, Requested, finish};
use crate::access::one_hand;
use crate::approval::{approver_deploys, author_deploys, let_in_of_late};
use crate::catalogue::ComponentName;
use crate::contract;
use crate::environment::{Environment, EnvironmentName, environment_unknown};
use crate::kernel::{Context, Halt, Refusal};
use crate::release::{self, DeploymentBegun, Release, Reopened, Stage};
use crate::{Fact, State};

pub(super) fn found<'a>(state: &'a State, id: &DeploymentId) -> Result<&'a Deployment, Halt> {
    state
        .deployments
        .get(&id.key())?
        .ok_or_else(|| deployment_unknown(id).into())
}

fn environment<'a>(state: &'a State, name: &EnvironmentName) -> Result<&'a Environment, Refusal> {
    state
        .environments
        .get(name)
        .ok_or_else(|| environment_unknown(name))
}

/// The segregation of duties, as far as deploying goes: neither who approved, nor, where it is protected,
/// who made it.
fn segregated(
    context: &Context<'_>,
    release: &Release,
    place: &Environment,
) -> Result<(), Refusal> {
    let Some(person) = context.actor.person() else {
        return Ok(());
    };
    let approved = release
        .approvals
        .iter()
        .any(|given| given.person == *person || given.principal() == person);
    if approved {
        return Err(approver_deploys(&release.name));
    }
    if place.protected && release.made_by(person) {
        return Err(author_deploys(&place.name));
    }
    Ok(())
}

/// Who deploys is nobody whom an approver let in of late, or was let in by.
fn other_hands(state: &State, context: &Context<'_>, release: &Release) -> Result<(), Refusal> {
    let Some(person) = context.actor.person() else {
        return Ok(());
    };
    let approvals = release.approvals.iter();
    let mut approvers = approvals.flat_map(|given| [&given.person, given.principal()]);
    let other = approvers.find(|other| one_hand(state, person, other, context.now));
    other.map_or(Ok(()), |other| Err(let_in_of_late(person, other)))
}

/// Refuses while another deployment of any of the components is on its way there.
fn free(
    state: &State,
    place: &EnvironmentName,
    components: &[ComponentName],
) -> Result<(), Refusal> {
    let busy = state.open_deployments().find(|open| {
        open.in_progress()
            && open.environment == *place
            && open.components.iter().any(|name| components.contains(name))
    });
    busy.map_or(Ok(()), |open| Err(deployment_under_way(place, &open.id)))
}

/// The beginning of a deployment: its request, the release's part in it, and its first step; all of it if
/// there are no steps. A release that was closed is open again from here on.
fn begin(
    state: &State,
    context: &Context<'_>,
    place: &Environment,
    requested: Requested,
) -> Result<Vec<Fact>, Halt> {
    let begun = DeploymentBegun {
        release: requested.release.clone(),
        deployment: requested.deployment.clone(),
        environment: requested.environment.clone(),
    };
    let mut draft = state.clone();
    let meta = crate::Meta {
        position: context.position,
        time: context.now,
        actor: context.actor.clone(),
    };
    let id = requested.deployment.clone();
    // What is on its way is in memory: a closed release is opened before its steps run, not after.
    let closed = release::found(state, &requested.release)?.stage == Stage::Closed;
    let reopened = closed.then(|| {
        let release = requested.release.clone();
        Reopened { release }.into()
    });
    let mut facts: Vec<Fact> = reopened.into_iter().collect();
    facts.extend([requested.into(), begun.into()]);
    for fact in &facts {
        crate::evolve(&mut draft, fact, &meta);
    }
    let deployment = found(&draft, &id)?;
    let release = release::found(state, &deployment.release)?;
    facts.extend(contract::contracted(state, release, deployment)?);
    match place.steps.first() {
        Some(step) => facts.push(Filled::from(deployment).request(0, step)),
        None => facts.extend(finish::succeeded(&draft, deployment)?),
    }
    Ok(facts)
}

fn request(
    id: DeploymentId,
    release: &Release,
    place: &Environment,
    components: Vec<ComponentName>,
    purpose: Purpose,
) -> Requested {
    Requested {
        deployment: id,
        release: release.name.clone(),
        environment: place.name.clone(),
        manifest: release.manifest(),
        components,
        purpose,
        steps: place.steps.clone(),
    }
}
