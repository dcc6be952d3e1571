//! What follows when all steps have succeeded.

use std::collections::{BTreeMap, BTreeSet};

use super::{Deployment, DeploymentId, Purpose, Succeeded, Superseded};
use crate::catalogue::ComponentName;
use crate::kernel::Halt;
use crate::release::{self, Closed, EnvironmentReached, ReleaseName, Stage};
use crate::{Fact, State};

/// The deployment runs there; what it replaces altogether ends, and so do releases that now run nowhere.
pub(super) fn succeeded(state: &State, done: &Deployment) -> Result<Vec<Fact>, Halt> {
    let replaced = replaced(state, done);
    let mut facts: Vec<Fact> = vec![
        Succeeded {
            deployment: done.id.clone(),
            release: done.release.clone(),
            environment: done.environment.clone(),
            replaced: replaced.clone(),
        }
        .into(),
    ];
    // It has to be in memory for what it is told next.
    release::found(state, &done.release)?;
    facts.push(
        EnvironmentReached {
            release: done.release.clone(),
            environment: done.environment.clone(),
            deployment: done.id.clone(),
            manifest: done.manifest,
            components: done.components.iter().cloned().collect(),
        }
        .into(),
    );
    let gone = gone(state, done, &replaced);
    facts.extend(gone.iter().map(|old| superseded(old, done)));
    // What was rolled back may be mended and go out again; what was replaced in good order has had its time.
    if done.purpose == Purpose::Deploy {
        facts.extend(finished(state, done, &gone)?);
    }
    Ok(facts)
}

fn replaced(state: &State, done: &Deployment) -> BTreeMap<ComponentName, DeploymentId> {
    let slot = |name: &ComponentName| (done.environment.clone(), name.clone());
    let old = done.components.iter().filter_map(|name| {
        state
            .running
            .get(&slot(name))
            .map(|id| (name.clone(), id.clone()))
    });
    old.collect()
}

/// Deployments of which nothing runs any more.
fn gone<'a>(
    state: &'a State,
    done: &Deployment,
    replaced: &BTreeMap<ComponentName, DeploymentId>,
) -> Vec<&'a Deployment> {
    let old: BTreeSet<_> = replaced.values().filter(|id| **id != done.id).collect();
    let left = |found: &&Deployment| {
        !found.components.iter().any(|name| {
            let slot = (found.environment.clone(), name.clone());
            !done.components.contains(name) && state.running.get(&slot) == Some(&found.id)
        })
    };
    old.into_iter()
        .filter_map(|id| state.deployments.peek(&id.key()))
        .filter(left)
        .collect()
}

fn superseded(old: &Deployment, done: &Deployment) -> Fact {
    Superseded {
        deployment: old.id.clone(),
        release: old.release.clone(),
        environment: old.environment.clone(),
        by: done.id.clone(),
        rolled_back: matches!(&done.purpose, Purpose::Rollback { of } if *of == old.id),
    }
    .into()
}

/// Releases that have been in production and now run nowhere.
fn finished(state: &State, done: &Deployment, gone: &[&Deployment]) -> Result<Vec<Fact>, Halt> {
    let names: BTreeSet<&ReleaseName> = gone
        .iter()
        .map(|old| &old.release)
        .filter(|name| **name != done.release)
        .collect();
    let mut facts = Vec::new();
    for name in names {
        let open = state
            .deployments_of(name)
            .any(|d| !gone.iter().any(|old| old.id == d.id));
        let release = release::found(state, name)?;
        let went_out = release.reached.keys().any(|place| {
            state
                .environments
                .get(place)
                .is_some_and(|found| found.production)
        });
        if !open && went_out && release.stage == Stage::Submitted {
            facts.push(
                Closed {
                    release: name.clone(),
                }
                .into(),
            );
        }
    }
    Ok(facts)
}
