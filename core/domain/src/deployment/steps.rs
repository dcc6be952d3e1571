//! From step to step.

use super::{Deployment, DeploymentId, StepRequested};
use crate::Fact;
use crate::environment::{EnvironmentName, Step};
use crate::release::ReleaseName;

/// What a step's command line is filled in from.
pub(super) struct Filled<'a> {
    pub(super) deployment: &'a DeploymentId,
    pub(super) release: &'a ReleaseName,
    pub(super) environment: &'a EnvironmentName,
    pub(super) components: String,
}

impl<'a> From<&'a Deployment> for Filled<'a> {
    fn from(found: &'a Deployment) -> Self {
        let components: Vec<_> = found.components.iter().map(|name| name.as_str()).collect();
        Self {
            deployment: &found.id,
            release: &found.release,
            environment: &found.environment,
            components: components.join(","),
        }
    }
}

impl Filled<'_> {
    /// The intent to run a step.
    pub(super) fn request(&self, index: usize, step: &Step) -> Fact {
        StepRequested {
            deployment: self.deployment.clone(),
            release: self.release.clone(),
            environment: self.environment.clone(),
            index: u32::try_from(index).unwrap_or(u32::MAX),
            command: step
                .command
                .iter()
                .map(|argument| self.fill(argument))
                .collect(),
            timeout_seconds: step.timeout_seconds,
        }
        .into()
    }

    fn fill(&self, argument: &str) -> String {
        argument
            .replace("{release}", self.release.as_str())
            .replace("{environment}", self.environment.as_str())
            .replace("{deployment}", self.deployment.as_str())
            .replace("{components}", &self.components)
    }
}
