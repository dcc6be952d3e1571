//! What needs the person who looks.

use holdpoint_domain::access::Role;
use holdpoint_domain::deployment::{Deploy, ResolveStep};
use holdpoint_domain::gate::{Outcome, Wait};
use holdpoint_domain::release::{ConfirmReadiness, Stage, SubmitRelease};
use holdpoint_domain::waiver::ApproveWaiver;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{Home, PendingView};

use super::{HomeWords, Thing, thing};
use crate::desk::Desk;
use crate::icon::Icon;
use crate::pages::shared::{role, titled};
use crate::when::When;

/// What only somebody like me can do.
pub(super) fn mine(desk: &Desk<'_>, t: HomeWords, home: &Home) -> Result<Vec<Thing>, ServiceError> {
    let mut found = Vec::new();
    for one in &home.going {
        if let Some(step) = one
            .steps
            .iter()
            .find(|step| step.running_since.is_some() && step.outcome.is_none())
            && desk
                .could(
                    &ResolveStep {
                        deployment: one.deployment.clone(),
                        succeeded: true,
                    }
                    .into(),
                )?
                .is_ok()
        {
            found.push(needs(
                desk,
                one.release.as_str(),
                Icon::Alert,
                t.resolve(&step.name),
                Some(desk.when(one.requested)),
            ));
        }
    }
    for one in super::columns::known(home) {
        if let Some((icon, what)) = mine_of(desk, t, one)? {
            found.push(needs(
                desk,
                one.release.as_str(),
                icon,
                what,
                Some(desk.when(one.created)),
            ));
        }
    }
    for one in &home.waivers {
        let approve = ApproveWaiver {
            waiver: one.waiver.clone(),
            signature: None,
        };
        if desk.could(&approve.into())?.is_ok() {
            found.push(needs(
                desk,
                one.release.as_str(),
                Icon::Shield,
                t.waive(&one.criterion),
                Some(desk.when(one.requested)),
            ));
        }
    }
    Ok(found)
}

fn needs(desk: &Desk<'_>, release: &str, icon: Icon, what: String, when: Option<When>) -> Thing {
    Thing {
        icon: Some(icon),
        when,
        ..thing(desk, release, what)
    }
}

/// What of a release waits for me: the first thing, for that is enough to look.
fn mine_of(
    desk: &Desk<'_>,
    t: HomeWords,
    one: &PendingView,
) -> Result<Option<(Icon, String)>, ServiceError> {
    let release = &one.release;
    if one.stage == Stage::Draft {
        let submit = SubmitRelease {
            release: release.clone(),
        };
        let could = desk.could(&submit.into())?.is_ok();
        return Ok(could.then(|| (Icon::Document, t.submit().to_owned())));
    }
    if one.stage != Stage::Submitted {
        return Ok(None);
    }
    if one.gate.verdict == Outcome::Go {
        let deploy = Deploy {
            release: release.clone(),
            environment: one.next.clone(),
            components: Vec::new(),
            again: false,
        };
        let could = desk.could(&deploy.into())?.is_ok();
        return Ok(could.then(|| {
            (
                Icon::Play,
                t.deploy(titled(&one.next_title, one.next.as_str())),
            )
        }));
    }
    for wait in one.gate.gate.criteria.iter().flat_map(|line| &line.waits) {
        match wait {
            Wait::Approval {
                role: needed,
                eligible,
                ..
            } if eligible.iter().any(|person| Some(person) == desk.me()) => {
                return Ok(Some((Icon::Check, approve(desk, t, *needed))));
            }
            Wait::Readiness { item } => {
                let confirm = ConfirmReadiness {
                    release: release.clone(),
                    item: item.clone(),
                    note: None,
                    withdraw: false,
                };
                if desk.could(&confirm.into())?.is_ok() {
                    return Ok(Some((Icon::Check, t.confirm(item))));
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

fn approve(desk: &Desk<'_>, t: HomeWords, needed: Role) -> String {
    t.approve_as(role(needed, desk.language()))
}
