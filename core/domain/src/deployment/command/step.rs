//! How steps end.

use serde::{Deserialize, Serialize};

use super::super::refusal::not_uncertain;
use super::super::steps::Filled;
use super::super::{
    Deployment, DeploymentId, DeploymentStage, Failed, RunningStep, StepFinished, StepLost,
    StepOutcome, finish,
};
use super::{abort, environment, found, segregated};
use crate::access::Required;
use crate::kernel::{Context, Decide, Halt, Meta};
use crate::release;
use crate::{Fact, State, evolve};

/// Records how a step ended; only Holdpoint itself does so, from what its agent says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishStep {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Position of the intent.
    pub intent: u64,
    /// How.
    pub outcome: StepOutcome,
}

/// The step with that intent, if the deployment still waits for it.
fn awaited(deployment: &Deployment, intent: u64) -> Option<&RunningStep> {
    let step = deployment
        .step
        .as_ref()
        .filter(|step| step.position == intent);
    step.filter(|_| deployment.in_progress())
}

impl Decide for FinishStep {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let deployment = found(state, &self.deployment)?;
        match awaited(deployment, self.intent) {
            // Aborted meanwhile, or told before: nothing is left to say.
            None => Ok(Vec::new()),
            Some(step) => ended(state, context, deployment, step, &self.outcome),
        }
    }
}

fn ended(
    state: &State,
    context: &Context<'_>,
    deployment: &Deployment,
    step: &RunningStep,
    outcome: &StepOutcome,
) -> Result<Vec<Fact>, Halt> {
    let finished: Fact = StepFinished {
        deployment: deployment.id.clone(),
        release: deployment.release.clone(),
        environment: deployment.environment.clone(),
        index: step.index,
        intent: step.position,
        outcome: outcome.clone(),
    }
    .into();
    let next = step.index as usize + 1;
    let follows = match (outcome.success(), deployment.steps.get(next)) {
        (false, _) => vec![failed(deployment)],
        (true, Some(step)) => vec![Filled::from(deployment).request(next, step)],
        (true, None) => {
            let mut draft = state.clone();
            let meta = Meta {
                position: context.position,
                time: context.now,
                actor: context.actor.clone(),
            };
            evolve(&mut draft, &finished, &meta);
            finish::succeeded(&draft, found(&draft, &deployment.id)?)?
        }
    };
    Ok([vec![finished], follows].concat())
}

fn failed(deployment: &Deployment) -> Fact {
    Failed {
        deployment: deployment.id.clone(),
        release: deployment.release.clone(),
        environment: deployment.environment.clone(),
    }
    .into()
}

/// Records that nobody knows how a step ended; only Holdpoint itself does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoseStep {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Position of the intent.
    pub intent: u64,
}

impl Decide for LoseStep {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::system())
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let deployment = found(state, &self.deployment)?;
        let running = deployment.stage == DeploymentStage::Running;
        let Some(step) = awaited(deployment, self.intent).filter(|_| running) else {
            return Ok(Vec::new());
        };
        let lost = StepLost {
            deployment: deployment.id.clone(),
            release: deployment.release.clone(),
            environment: deployment.environment.clone(),
            index: step.index,
            intent: step.position,
        };
        Ok(vec![lost.into()])
    }
}

/// Says how a step ended that nobody else knows the end of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolveStep {
    /// Of which deployment.
    pub deployment: DeploymentId,
    /// Whether it did what it should.
    pub succeeded: bool,
}

impl Decide for ResolveStep {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        abort::required(state, &self.deployment)
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let deployment = found(state, &self.deployment)?;
        // Who says that a step succeeded lets the release go on: that is deploying, stopping is not.
        if self.succeeded {
            let release = release::found(state, &deployment.release)?;
            segregated(
                context,
                release,
                environment(state, &deployment.environment)?,
            )?;
        }
        let step = deployment.step.as_ref();
        match step.filter(|_| deployment.stage == DeploymentStage::Uncertain) {
            None => Err(not_uncertain(&deployment.id).into()),
            Some(step) => {
                let outcome = StepOutcome {
                    exit_code: Some(i32::from(!self.succeeded)),
                    signal: None,
                    timed_out: false,
                    blob: None,
                    started: None,
                    ended: None,
                };
                ended(state, context, deployment, step, &outcome)
            }
        }
    }
}
