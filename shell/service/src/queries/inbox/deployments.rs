//! Deployments that have failed, and steps that are lost.

use std::collections::BTreeSet;

use holdpoint_domain::deployment::{DeploymentStage, ResolveStep};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Fact, Time};

use super::item::{InboxItem, InboxKind, link};
use super::place::Place;
use crate::ServiceError;

/// How many releases of a person are looked at: the newest.
const MOST: usize = 50;

/// How many of the newest entries about a release tell how its deployments ended.
const NEWEST: usize = 48;

pub(super) fn items(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let mut items = lost(place)?;
    for release in own(place)? {
        items.extend(failed(place, &release)?);
    }
    Ok(items)
}

fn lost(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let uncertain = place.reader.ask(|state| {
        let open = state.open_deployments();
        let uncertain = open.filter(|found| found.stage == DeploymentStage::Uncertain);
        Ok(uncertain.cloned().collect::<Vec<_>>())
    })?;
    let mut items = Vec::new();
    for found in uncertain {
        let resolve = ResolveStep {
            deployment: found.id.clone(),
            succeeded: true,
        };
        if !place.could(resolve)? {
            continue;
        }
        let running = found.step.as_ref();
        let since = running.map_or(found.requested, |step| step.deadline.min(place.now));
        let step = running.and_then(|step| found.steps.get(step.index as usize));
        let step = step.map_or_else(String::new, |step| step.name.clone());
        let (release, environment) = (&found.release, &found.environment);
        let message = format!("nobody knows how `{step}` of {release} in {environment} ended");
        let rest = running.map_or_else(String::new, |step| step.position.to_string());
        let item = InboxItem::new(
            InboxKind::StepLost,
            &found.id.key(),
            &rest,
            since,
            place.now,
        );
        items.push(
            item.says(message)
                .with("release", release)
                .with("environment", environment)
                .with("step", step)
                .at(link(&found.id.key(), Some(release))),
        );
    }
    Ok(items)
}

/// Releases that a person has made or deployed, and that are not finished.
fn own(place: &Place<'_>) -> Result<Vec<ReleaseName>, ServiceError> {
    place.reader.ask(|state| {
        let open = state.releases.iter().map(|(_, release)| release);
        let mut own: Vec<_> = open
            // What nobody has deployed has not failed.
            .filter(|release| !release.finished() && !release.deployers.is_empty())
            .filter(|release| {
                release.made_by(place.person) || release.deployers.contains(place.person)
            })
            .collect();
        own.sort_by_key(|release| std::cmp::Reverse(release.created));
        let names = own.into_iter().take(MOST);
        Ok(names.map(|release| release.name.clone()).collect())
    })
}

/// In which environments the newest deployment of a release has failed.
fn failed(place: &Place<'_>, release: &ReleaseName) -> Result<Vec<InboxItem>, ServiceError> {
    let view = place.reader.view();
    let positions = view.positions(&release.key(), true)?;
    let newest = positions.len().saturating_sub(NEWEST);
    let newest = positions.get(newest..).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for entry in view.recorded(newest)?.into_iter().rev() {
        let (environment, fallen) = match &entry.fact {
            Fact::DeploymentFailed(found) => (&found.environment, Some(&found.deployment)),
            Fact::DeploymentRequested(found) => (&found.environment, None),
            Fact::DeploymentSucceeded(found) => (&found.environment, None),
            Fact::DeploymentAborted(found) => (&found.environment, None),
            _ => continue,
        };
        // Only the last that is known of each environment counts.
        if !seen.insert(environment.clone()) {
            continue;
        }
        if let Some(deployment) = fallen {
            let time: Time = entry.meta.time;
            let kind = InboxKind::DeploymentFailed;
            let item = InboxItem::new(kind, &deployment.key(), "", time, place.now);
            items.push(
                item.says(format!("{release} has failed in {environment}"))
                    .with("release", release)
                    .with("environment", environment)
                    .at(link(&deployment.key(), Some(release))),
            );
        }
    }
    Ok(items)
}
