//! Stopping a deployment that is on its way.

use serde::{Deserialize, Serialize};

use super::super::refusal::deployment_ended;
use super::super::{Aborted, DeploymentId};
use super::found;
use crate::access::{Permission, Required, Target};
use crate::kernel::{Context, Decide, Halt, Sealed};
use crate::{Fact, State};

/// Stops a deployment that is on its way; the step that runs is ended by the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbortDeployment {
    /// Which.
    pub deployment: DeploymentId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
}

/// The permission to deploy, on all that a deployment deploys.
pub(super) fn required(state: &State, id: &DeploymentId) -> Result<Required, Halt> {
    let deployment = found(state, id)?;
    let place = |name: &_| Target::Place(deployment.environment.clone(), Clone::clone(name));
    Ok(Required::on(
        Permission::Deploy,
        deployment.components.iter().map(place).collect(),
    ))
}

impl Decide for AbortDeployment {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.deployment)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let deployment = found(state, &self.deployment)?;
        if !deployment.in_progress() {
            return Err(deployment_ended(&deployment.id, deployment.stage).into());
        }
        let aborted = Aborted {
            deployment: deployment.id.clone(),
            release: deployment.release.clone(),
            environment: deployment.environment.clone(),
            reason: self.reason.clone(),
        };
        Ok(vec![aborted.into()])
    }
}
