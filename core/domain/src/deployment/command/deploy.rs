//! Deploying: the gate is asked again, inside the decision.

use serde::{Deserialize, Serialize};

use super::super::refusal::{already_running, component_not_in_release};
use super::super::{DeploymentId, Purpose};
use super::{begin, environment, free, other_hands, request, segregated};
use crate::access::{Permission, Required, Target};
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::gate::{self, Inputs, Judged};
use crate::kernel::{Context, Decide, Halt};
use crate::release::{self, Release, ReleaseName, gate_does_not_go};
use crate::{Fact, State};

/// Brings a release to an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deploy {
    /// What.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// Which components of it; all if none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentName>,
    /// Whether to deploy what runs there already.
    #[serde(default)]
    pub again: bool,
}

impl Deploy {
    fn chosen(&self, release: &Release) -> Vec<ComponentName> {
        let all = release.components.iter().cloned();
        match self.components.is_empty() {
            true => all.collect(),
            false => all.filter(|name| self.components.contains(name)).collect(),
        }
    }
}

impl Decide for Deploy {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        let release = release::found(state, &self.release)?;
        let place = |name| Target::Place(self.environment.clone(), name);
        let targets = self.chosen(release).into_iter().map(place).collect();
        Ok(Required::on(Permission::Deploy, targets))
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = release::found(state, &self.release)?;
        let place = environment(state, &self.environment)?;
        let stray = self
            .components
            .iter()
            .find(|name| !release.components.contains(*name));
        if let Some(name) = stray {
            return Err(component_not_in_release(name, &self.release).into());
        }
        let components = self.chosen(release);
        free(state, &place.name, &components)?;
        if !self.again && self.running(state, release, &components) {
            return Err(already_running(&self.release, &place.name).into());
        }
        segregated(context, release, place)?;
        other_hands(state, context, release)?;
        let verdict = gate::judge(state, place, release, &Inputs::from(context))?;
        if !verdict.passes {
            let refusal = gate_does_not_go(&self.release, &place.name, verdict.verdict);
            return Err(verdict.refuse(refusal).into());
        }
        let id = DeploymentId::from_bits(context.fresh(0));
        let requested = request(id, release, place, components, Purpose::Deploy);
        // The verdict comes first: it is judged from exactly the entries before it.
        let verdict = verdict.bounded();
        let mut facts = vec![Judged { verdict }.into()];
        facts.extend(begin(state, context, place, requested)?);
        Ok(facts)
    }
}

impl Deploy {
    fn running(&self, state: &State, release: &Release, components: &[ComponentName]) -> bool {
        let manifest = release.manifest();
        components.iter().all(|name| {
            let slot = (self.environment.clone(), name.clone());
            let current = state
                .running
                .get(&slot)
                .and_then(|id| state.deployments.peek(&id.key()));
            current.is_some_and(|found| found.release == self.release && found.manifest == manifest)
        })
    }
}
