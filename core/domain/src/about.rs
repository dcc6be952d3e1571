//! What commands are about, for policies and for keeping what is refused.

use crate::access::{Manner, Required, Scope, Target};
use crate::deciding::decided;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Context, Decision, Halt};
use crate::release::{self, ReleaseName};
use crate::waiver::WaiverId;
use crate::{Command, State};

/// What would come of a command that carries no signature, if policies took it for signed: for whoever is to be told
/// that they could sign.
#[must_use]
pub fn decide_as_if_signed(state: &State, command: &Command, context: &Context<'_>) -> Decision {
    decided(state, (command, true), context)
}

impl Command {
    /// What policies are told that it is about: what its permission has to be on, or what that leaves open.
    pub(crate) fn about(&self, state: &State, required: &Required) -> Result<Vec<Target>, Halt> {
        let release = match self {
            Self::Approve(command) => &command.release,
            Self::WithdrawApproval(command) => &command.release,
            _ => return Ok(required.targets.clone()),
        };
        Ok(release::targets(release::found(state, release)?))
    }

    /// How it is asked for.
    pub(crate) fn manner<'a>(&'a self, state: &'a State, signed: bool) -> Manner<'a> {
        let waived = |id: &WaiverId| {
            let found = state.waivers.peek(&id.key());
            found.map(|waiver| waiver.criterion.as_str())
        };
        Manner {
            signed,
            waives: match self {
                Self::RequestWaiver(command) => Some(command.criterion.as_str()),
                Self::ApproveWaiver(command) => waived(&command.waiver),
                Self::RevokeWaiver(command) => waived(&command.waiver),
                _ => None,
            },
        }
    }

    /// Whether it comes with a signature; whether that holds is looked at when it is decided.
    pub(crate) fn signed(&self) -> bool {
        match self {
            Self::Approve(command) => command.signature.is_some(),
            Self::DecideRelease(command) => command.signature.is_some(),
            Self::ApproveWaiver(command) => command.signature.is_some(),
            Self::RevokeWaiver(command) => command.signature.is_some(),
            _ => false,
        }
    }

    /// The environments that it acts on: refused acts on protected ones are kept.
    pub(crate) fn environments<'a>(&'a self, state: &'a State) -> Vec<&'a EnvironmentName> {
        let everywhere = || state.environments.keys().collect();
        let deployed = |id: &DeploymentId| {
            let found = state.deployments.peek(&id.key());
            found.map(|deployment| &deployment.environment)
        };
        let waived = |id: &WaiverId| {
            let found = state.waivers.peek(&id.key());
            found.map(|waiver| &waiver.environment)
        };
        // What is said of a release without naming an environment is said for each that it may go to.
        let decided = |name: &'a Option<EnvironmentName>, release: &ReleaseName| {
            let unfinished = state.releases.peek(&release.key());
            match (name, unfinished.filter(|found| !found.finished())) {
                (Some(name), _) => vec![name],
                (None, Some(_)) => everywhere(),
                (None, None) => Vec::new(),
            }
        };
        match self {
            Self::Deploy(command) => vec![&command.environment],
            Self::BookEnvironment(command) => vec![&command.environment],
            Self::Approve(command) => decided(&command.environment, &command.release),
            Self::DecideRelease(command) => decided(&command.environment, &command.release),
            Self::RequestWaiver(command) => vec![&command.environment],
            Self::PlanRelease(command) => vec![&command.environment],
            Self::UnplanRelease(command) => vec![&command.environment],
            Self::ApproveWaiver(command) => waived(&command.waiver).into_iter().collect(),
            Self::RevokeWaiver(command) => waived(&command.waiver).into_iter().collect(),
            Self::RollBack(command) => deployed(&command.deployment).into_iter().collect(),
            Self::AbortDeployment(command) => deployed(&command.deployment).into_iter().collect(),
            Self::ResolveStep(command) => deployed(&command.deployment).into_iter().collect(),
            Self::Grant(command) => match &command.scope {
                Scope::Environment(name) => vec![name],
                Scope::Organisation => everywhere(),
                Scope::Unit(_) | Scope::Component(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}
