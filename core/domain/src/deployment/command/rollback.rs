//! Rolling back: what ran before is deployed again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::refusal::{content_changed, deployment_ended, nothing_before};
use super::super::{Deployment, DeploymentId, DeploymentStage, Purpose};
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
    /// Which deployment is undone: one that is current, or one that has failed or was aborted half-way.
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
        let place = environment(state, &undone.environment)?;
        let before = match undone.stage {
            DeploymentStage::Current => {
                before(state, undone, |component| undone.replaced.get(component))?
            }
            // It has got half-way: what is known to run there is put there again.
            DeploymentStage::Failed | DeploymentStage::Aborted => {
                before(state, undone, |component| {
                    let slot = (undone.environment.clone(), component.clone());
                    state.running.get(&slot)
                })?
            }
            stage => return Err(deployment_ended(&undone.id, stage).into()),
        };
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
fn before<'a>(
    state: &'a State,
    undone: &'a Deployment,
    of: impl Fn(&ComponentName) -> Option<&'a DeploymentId>,
) -> Result<BTreeMap<(ReleaseName, Digest), Vec<ComponentName>>, Halt> {
    let earlier = undone.components.iter().filter_map(&of);
    state.deployments.ready(earlier.map(DeploymentId::key))?;
    let mut by_release: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for component in &undone.components {
        let slot = (undone.environment.clone(), component.clone());
        if undone.current() && state.running.get(&slot) != Some(&undone.id) {
            continue;
        }
        if let Some(id) = of(component) {
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
