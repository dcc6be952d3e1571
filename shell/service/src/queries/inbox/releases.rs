//! Releases on their way: what their gates wait for, and who could give it.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approval, Approve, Say};
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::{self, Inputs, Outcome, Verdict, Wait};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{ConfirmReadiness, Release, Stage};
use holdpoint_domain::{Digest, Need, State};

use super::item::{InboxItem, InboxKind};
use super::place::Place;
use crate::ServiceError;
use crate::tally::Tally;

/// How many releases on their way are judged: the newest. More than that needs nobody at once.
const MOST: usize = 100;

/// How many of those that concern somebody, where there are more on their way than that: judging them is what takes the
/// time of an inbox.
const CONCERNING: usize = 20;

/// A release that gates are asked about.
struct Asked {
    release: Release,
    manifest: Digest,
    mine: bool,
    /// Where it has not run yet.
    ahead: Vec<EnvironmentName>,
}

/// What is known of releases on their way.
pub(super) struct OfReleases {
    pub(super) items: Vec<InboxItem>,
    /// How many more may need the person: they were not judged.
    pub(super) more: usize,
}

pub(super) fn items(place: &Place<'_>) -> Result<OfReleases, ServiceError> {
    let mut items = Vec::new();
    let (chosen, more) = asked(place)?;
    for asked in chosen {
        let mut found = match asked.release.stage {
            Stage::Submitted => waits(place, &asked)?,
            Stage::Stopped if asked.mine => vec![stopped(place, &asked)],
            _ => Vec::new(),
        };
        if !found.is_empty() {
            let since = asked.release.turned;
            for item in &mut found {
                item.since = since;
                item.age_seconds = (place.now.millis() - since.millis()).max(0) / 1_000;
            }
        }
        items.extend(found);
    }
    Ok(OfReleases { items, more })
}

/// The releases that are judged, and how many more there are that may concern the person: the newest, where there are
/// few; else those that the last count says concern them, and what is newer than it.
fn asked(place: &Place<'_>) -> Result<(Vec<Asked>, usize), ServiceError> {
    let present = place.reader.present;
    place.reader.ask(|state| {
        let open = || {
            let all = state.releases.iter().map(|(_, release)| release);
            all.filter(|release| matches!(release.stage, Stage::Submitted | Stage::Stopped))
        };
        let count = open().count();
        let tally = present.filter(|_| count > MOST);
        let tally = tally.and_then(|present| present.tally.last(place.reader.view()));
        let (mut open, most, more) = match &tally {
            None => (open().collect(), MOST, count.saturating_sub(MOST)),
            Some(tally) => {
                let (mut chosen, others) = concerning(place, state, tally)?;
                chosen.extend(open().filter(|one| match one.stage {
                    Stage::Stopped => one.made_by(place.person),
                    _ => one.created > tally.now,
                }));
                let beyond = chosen.len().saturating_sub(CONCERNING);
                (chosen, CONCERNING, others + beyond)
            }
        };
        open.sort_by(|one, other| (other.created, &one.name).cmp(&(one.created, &other.name)));
        let asked = open.into_iter().take(most).map(|release| {
            let places = state.environments.keys();
            Asked {
                manifest: release.manifest(),
                mine: release.made_by(place.person),
                ahead: places
                    .filter(|name| !release.has_run_in(name))
                    .cloned()
                    .collect(),
                release: release.clone(),
            }
        });
        Ok((asked.collect(), more))
    })
}

/// The submitted releases that the last count says concern the person, and how many more it says do.
fn concerning<'a>(
    place: &Place<'_>,
    state: &'a State,
    tally: &Tally,
) -> Result<(Vec<&'a Release>, usize), Need> {
    let confirms = |parts: &[ComponentName]| place.may_confirm(state, parts);
    let (person, principals) = (place.person, &place.principals);
    let (newest, all) = tally.concerning(person, principals, confirms, CONCERNING);
    let more = all - newest.len();
    let found = Need::gather(newest.iter().map(|name| state.releases.get(&name.key())))?;
    let waits = |one: &&Release| one.stage == Stage::Submitted && one.created <= tally.now;
    Ok((found.into_iter().flatten().filter(waits).collect(), more))
}

/// What gates wait for that the person could give.
fn waits(place: &Place<'_>, asked: &Asked) -> Result<Vec<InboxItem>, ServiceError> {
    let mut roles: BTreeMap<Role, BTreeSet<EnvironmentName>> = BTreeMap::new();
    let mut to_sign = BTreeSet::new();
    let mut confirmed = BTreeSet::new();
    let mut items = Vec::new();
    for environment in &asked.ahead {
        let Some(verdict) = judged(place, asked, environment)? else {
            continue;
        };
        for wait in verdict.criteria.iter().flat_map(|line| &line.waits) {
            match wait {
                Wait::Approval { role, signed, .. }
                    if !counts(place, asked, environment, (*role, *signed))? =>
                {
                    to_sign.extend(signed.then_some(*role));
                    roles.entry(*role).or_default().insert(environment.clone());
                }
                Wait::Readiness { item } if confirmed.insert(item.clone()) => {
                    items.extend(readiness(place, asked, item)?);
                }
                _ => {}
            }
        }
        if asked.mine {
            items.extend(held(place, asked, &verdict));
        }
    }
    for (role, environments) in roles {
        let item = approval(place, asked, role, environments)?;
        let signed = to_sign.contains(&role);
        items.extend(item.map(|item| if signed { item.signed_only() } else { item }));
    }
    Ok(items)
}

/// Whether the person has approved in a role already, in a way that counts there.
fn counts(
    place: &Place<'_>,
    asked: &Asked,
    environment: &EnvironmentName,
    (role, signed): (Role, bool),
) -> Result<bool, ServiceError> {
    place.reader.ask(|state| {
        let counts = |given: &Approval| {
            given.person == *place.person
                && given.role == role
                && given.say == Say::Approve
                && given.manifest == asked.manifest
                && given
                    .environment
                    .as_ref()
                    .is_none_or(|at| at == environment)
                && (!signed || given.signed_with(state).is_some())
        };
        Ok(asked.release.approvals.iter().any(counts))
    })
}

fn judged(
    place: &Place<'_>,
    asked: &Asked,
    environment: &EnvironmentName,
) -> Result<Option<Verdict>, ServiceError> {
    place.reader.ask_rules(|state, rules| {
        let inputs = Inputs {
            now: place.now,
            position: place.reader.view().size(),
            rules,
        };
        let found = state.environments.get(environment);
        let judge = |found| gate::judge(state, found, &asked.release, &inputs);
        found.map(judge).transpose()
    })
}

/// An approval that the person could give, themselves or for somebody, in some of the environments.
fn approval(
    place: &Place<'_>,
    asked: &Asked,
    role: Role,
    environments: BTreeSet<EnvironmentName>,
) -> Result<Option<InboxItem>, ServiceError> {
    let (mut there, mut given) = (Vec::new(), Vec::new());
    let mut stead = None;
    for environment in environments {
        let approve = |principal: Option<PersonId>| Approve {
            release: asked.release.name.clone(),
            say: Say::Approve,
            role,
            environment: Some(environment.clone()),
            on_behalf_of: principal,
            manifest: Some(asked.manifest),
            comment: None,
            signature: None,
        };
        for principal in once(None).chain(place.principals.iter().map(Some)) {
            let approve = approve(principal.cloned());
            if place.could(approve.clone())? {
                stead = stead.or(principal);
                there.push(environment.to_string());
                given.push(approve);
                break;
            }
        }
    }
    if there.is_empty() {
        return Ok(None);
    }
    let (name, places) = (&asked.release.name, there.join(", "));
    let rest = format!("{role}:{}", asked.manifest.short());
    let item = InboxItem::new(
        InboxKind::Approval,
        &name.key(),
        &rest,
        place.now,
        place.now,
    );
    let item = item.says(format!(
        "{name} waits for your approval as {role} ({places})"
    ));
    let item = item.with("role", role).with("environments", places);
    let item = given.into_iter().fold(item, InboxItem::settled_by);
    Ok(Some(match stead {
        Some(principal) => {
            let principal = place.reader.names().person(principal);
            item.with("on_behalf_of", principal)
        }
        None => item,
    }))
}

fn readiness(
    place: &Place<'_>,
    asked: &Asked,
    what: &str,
) -> Result<Option<InboxItem>, ServiceError> {
    let confirm = ConfirmReadiness {
        release: asked.release.name.clone(),
        item: what.to_owned(),
        note: None,
        withdraw: false,
    };
    if !place.could(confirm.clone())? {
        return Ok(None);
    }
    let name = &asked.release.name;
    let rest = format!(
        "{}:{}",
        Digest::of(what.as_bytes()).short(),
        asked.manifest.short()
    );
    let item = InboxItem::new(
        InboxKind::Readiness,
        &name.key(),
        &rest,
        place.now,
        place.now,
    );
    let item = item.says(format!("{name} waits for `{what}` to be confirmed"));
    Ok(Some(item.with("item", what).settled_by(confirm)))
}

/// That a gate says no to a release of theirs, or waits for evidence about it.
fn held(place: &Place<'_>, asked: &Asked, verdict: &Verdict) -> Option<InboxItem> {
    let waits = verdict.criteria.iter().flat_map(|line| &line.waits);
    let evidence = waits
        .filter(|wait| matches!(wait, Wait::Evidence { .. }))
        .count();
    let lines = verdict.criteria.iter();
    let against = lines.filter(|line| line.outcome == Outcome::NoGo);
    let against: Vec<_> = against.map(|line| line.criterion.as_str()).collect();
    let (name, environment) = (&asked.release.name, &verdict.environment);
    let why = match (against.is_empty(), evidence) {
        (false, _) => format!(
            "the gate of {environment} says no to {name}: {}",
            against.join(", ")
        ),
        (true, 1..) => format!("the gate of {environment} waits for evidence about {name}"),
        (true, 0) => return None,
    };
    let rest = format!(
        "{environment}:{}:{}",
        verdict.verdict,
        asked.manifest.short()
    );
    let item = InboxItem::new(
        InboxKind::ReleaseHeld,
        &name.key(),
        &rest,
        place.now,
        place.now,
    );
    Some(
        item.says(why)
            .with("environment", environment)
            .with("verdict", verdict.verdict)
            .with("criteria", against.join(", ")),
    )
}

/// That somebody has stopped a release of theirs.
fn stopped(place: &Place<'_>, asked: &Asked) -> InboxItem {
    let name = &asked.release.name;
    let rest = format!("stopped:{}", asked.manifest.short());
    let item = InboxItem::new(
        InboxKind::ReleaseHeld,
        &name.key(),
        &rest,
        place.now,
        place.now,
    );
    item.says(format!("{name} was stopped: revise it, or cancel it"))
        .with("stage", "stopped")
}
