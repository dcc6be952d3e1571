//! What people say to a release: approvals, rejections, confirmations, exceptions.

use holdpoint_domain::Fact;
use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approve, Say};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{ConfirmReadiness, ReleaseName};
use holdpoint_domain::waiver::{ApproveWaiver, RequestWaiver, WaiverId};

use crate::SampleError;
use crate::journey::{HOUR, Plan};
use crate::people::{owner, release_manager};
use crate::world::World;

/// An exception from the bill of materials, asked for by one and granted by another.
pub(crate) fn waive(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<(), SampleError> {
    let waiver = ask_for_waiver(world, plan, release)?;
    world.pass(30, 4 * HOUR);
    world.ask(
        "amara",
        ApproveWaiver {
            waiver,
            signature: None,
        },
    )?;
    Ok(())
}

/// The same, so far only asked for.
pub(crate) fn ask_for_waiver(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<WaiverId, SampleError> {
    let manager = release_manager(plan.unit);
    let reason = world.seal(
        manager,
        "The generator is down; the bill follows within a week.",
    )?;
    let request = RequestWaiver {
        findings: Vec::new(),
        release: release.clone(),
        environment: EnvironmentName::new("production")?,
        criterion: "bill-of-materials".to_owned(),
        reason,
        ends: world.now().after(7 * 24 * 3_600_000),
    };
    let answer = world.ask(manager, request)?;
    let waiver: Option<WaiverId> = answer.events.iter().find_map(|event| match &event.fact {
        Fact::WaiverRequested(requested) => Some(requested.waiver.clone()),
        _ => None,
    });
    waiver.ok_or_else(|| SampleError::Missing("waiver".to_owned()))
}

/// Change management speaks, perhaps through whoever stands in.
pub(crate) fn decide(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
    say: Say,
) -> Result<(), SampleError> {
    let (person, principal) = plan.change_manager;
    let on_behalf_of = principal.map(|handle| world.person(handle)).transpose()?;
    // What she gives as a reason is what stays of her.
    let reason = "Checked against the calendar of the quarter: nothing else goes out that day.";
    let comment = match person {
        "ruth" => Some(world.seal(person, reason)?),
        _ => None,
    };
    let approve = Approve {
        release: release.clone(),
        say,
        role: Role::ChangeManager,
        environment: None,
        on_behalf_of,
        manifest: None,
        comment,
        signature: None,
    };
    world.ask(person, approve)?;
    Ok(())
}

/// Everybody who has to says yes.
pub(crate) fn agree(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<(), SampleError> {
    agree_but_for_change(world, plan, release)?;
    world.pass(10, 5 * HOUR);
    decide(world, plan, release, Say::Approve)
}

/// Everybody but change management does.
pub(crate) fn agree_but_for_change(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<(), SampleError> {
    confirm(world, release)?;
    world.pass(10, 3 * HOUR);
    let approve = Approve {
        release: release.clone(),
        say: Say::Approve,
        role: Role::ComponentOwner,
        environment: None,
        on_behalf_of: None,
        manifest: None,
        comment: None,
        signature: None,
    };
    world.ask(owner(plan.unit), approve)?;
    Ok(())
}

/// The runbook is reviewed.
pub(crate) fn confirm(world: &mut World<'_>, release: &ReleaseName) -> Result<(), SampleError> {
    let confirm = ConfirmReadiness {
        release: release.clone(),
        item: "runbook-reviewed".to_owned(),
        note: None,
        withdraw: false,
    };
    world.ask("jonas", confirm)?;
    Ok(())
}
