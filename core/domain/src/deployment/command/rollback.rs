//! Rolling back: what ran before is deployed again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::refusal::{content_changed, deployment_ended, nothing_before};
use super::super::{Deployment, DeploymentId, Purpose};
use super::{begin, environment, found, free, request, segregated};
use crate::access::{Permission, Required, Target};
use crate::catalogue::ComponentName;
use crate::environment::Environment;
use crate::kernel::{Context, Decide, Digest, Halt, Meta, Refusal};
use crate::release::{self, Release, ReleaseName, Stage, wrong_stage};
use crate::{Fact, State, evolve};

/// Brings back what ran before a deployment. The gate is not asked again: it has let exactly that pass
/// before, and a rollback must not wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    /// Which deployment is undone: one that is current.
    pub deployment: DeploymentId,
}

impl Decide for RollBack {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let undone = found(state, &self.deployment)?;
        let place = |name: &ComponentName| Target::Place(undone.environment.clone(), name.clone());
        Ok(Required::on(
            Permission::Deploy,
            undone.components.iter().map(place).collect(),
        ))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let undone = found(state, &self.deployment)?;
        if !undone.current() {
            return Err(deployment_ended(&undone.id, undone.stage).into());
        }
        let place = environment(state, &undone.environment)?;
        let before = before(state, undone)?;
        let releases = before.keys().map(|(name, _)| name.key());
        state.releases.ready(releases)?;
        let mut draft = state.clone();
        let mut facts = Vec::new();
        for (count, ((name, manifest), components)) in (0..).zip(before) {
            let release = release::found(&draft, &name)?;
            unchanged(release, manifest, place)?;
            free(&draft, &place.name, &components)?;
            segregated(context, release, place)?;
            let id = DeploymentId::from_bits(context.fresh(count));
            let purpose = Purpose::Rollback {
                of: undone.id.clone(),
            };
            let requested = request(id, release, place, components, purpose);
            for fact in begin(&draft, context, place, requested)? {
                let position = context.position + facts.len() as u64;
                let meta = Meta {
                    position,
                    time: context.now,
                    actor: context.actor.clone(),
                };
                evolve(&mut draft, &fact, &meta);
                facts.push(fact);
            }
        }
        Ok(facts)
    }
}

/// Refuses what has changed since it ran, or was given up: the gate has not let that pass.
fn unchanged(release: &Release, manifest: Digest, place: &Environment) -> Result<(), Refusal> {
    match release.stage {
        Stage::Stopped | Stage::Cancelled | Stage::Imported => {}
        Stage::Draft if place.protected => {}
        _ if release.manifest() != manifest => return Err(content_changed(&release.name)),
        Stage::Draft | Stage::Submitted | Stage::Closed => return Ok(()),
    }
    Err(wrong_stage(&release.name, release.stage, "brought back"))
}

/// What ran before, by release and its content then: the components that it ran.
fn before(
    state: &State,
    undone: &Deployment,
) -> Result<BTreeMap<(ReleaseName, Digest), Vec<ComponentName>>, Halt> {
    let replaced = undone.replaced.values();
    state.deployments.ready(replaced.map(DeploymentId::key))?;
    let mut by_release: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for component in &undone.components {
        let slot = (undone.environment.clone(), component.clone());
        if state.running.get(&slot) != Some(&undone.id) {
            continue;
        }
        if let Some(id) = undone.replaced.get(component) {
            let old = found(state, id)?;
            by_release
                .entry((old.release.clone(), old.manifest))
                .or_default()
                .push(component.clone());
        }
    }
    match by_release.is_empty() {
        true => Err(nothing_before(&undone.id).into()),
        false => Ok(by_release),
    }
}
