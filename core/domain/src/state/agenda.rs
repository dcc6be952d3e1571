//! What is due: commands to issue, effects to carry out, and the next moment to wake.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::State;
use crate::Command;
use crate::access::{AbsenceId, DelegationId, EndAbsence, EndDelegation};
use crate::booking::{BookingId, EndBooking};
use crate::bulletin::{BulletinId, LoseBulletin};
use crate::deployment::{Deployment, DeploymentId, LoseStep};
use crate::environment::EnvironmentName;
use crate::kernel::{Key, Kind, Time};
use crate::organisation::PersonId;
use crate::release::ReleaseName;
use crate::retention::{EndHold, ForgetPerson, HoldId};
use crate::waiver::{ExpireWaiver, WaiverId};

/// Something to be done outside: its intent stands in the ledger, its outcome does not yet. When it has left
/// the agenda before it ended (the deployment was aborted), whoever carries it out stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum Effect {
    /// Run a command step. Its outcome is told with `deployment.finish-step`, or, when nobody can know it,
    /// with `deployment.lose-step`.
    RunStep {
        /// Of which deployment.
        deployment: DeploymentId,
        /// Of which release.
        release: ReleaseName,
        /// Where.
        environment: EnvironmentName,
        /// The step's name.
        step: String,
        /// The program and its arguments.
        command: Vec<String>,
        /// The whole environment of the step besides `PATH`, `HOME` and `LANG`.
        variables: BTreeMap<String, String>,
        /// How long it may take, in seconds.
        timeout_seconds: u32,
    },
}

/// What is due at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// Commands that Holdpoint itself issues now, in order.
    pub commands: Vec<Command>,
    /// Effects whose outcome is not known yet, by position of their intent.
    pub effects: Vec<(u64, Effect)>,
    /// The next moment at which something is due.
    pub wake: Option<Time>,
}

/// What is due at `now`.
#[must_use]
pub fn agenda(state: &State, now: Time) -> Agenda {
    let intents = state.intents.iter().filter_map(|(position, id)| {
        let deployment = state.deployments.peek(&id.key())?;
        Some((*position, effect(state, deployment)?))
    });
    Agenda {
        commands: state
            .due
            .due(now)
            .filter_map(|key| command(state, key))
            .collect(),
        effects: intents.collect(),
        wake: state.due.next(now),
    }
}

fn command(state: &State, key: &Key) -> Option<Command> {
    let name = key.name();
    match key.kind() {
        Kind::Delegation => {
            let delegation = DelegationId::new(name).ok()?;
            Some(EndDelegation { delegation }.into())
        }
        Kind::Absence => {
            let absence = AbsenceId::new(name).ok()?;
            Some(EndAbsence { absence }.into())
        }
        Kind::Bulletin => {
            let bulletin = BulletinId::new(name).ok()?;
            Some(LoseBulletin { bulletin }.into())
        }
        Kind::Waiver => {
            let waiver = WaiverId::new(name).ok()?;
            Some(ExpireWaiver { waiver }.into())
        }
        Kind::Booking => {
            let booking = BookingId::new(name).ok()?;
            Some(EndBooking { booking }.into())
        }
        Kind::Hold => {
            let hold = HoldId::new(name).ok()?;
            Some(EndHold { hold }.into())
        }
        Kind::Person => {
            let person = PersonId::new(name).ok()?;
            Some(ForgetPerson { person }.into())
        }
        Kind::Deployment => {
            let found = state.deployments.peek(key)?;
            let intent = found.step.as_ref()?.position;
            Some(
                LoseStep {
                    deployment: found.id.clone(),
                    intent,
                }
                .into(),
            )
        }
        _ => None,
    }
}

fn effect(state: &State, found: &Deployment) -> Option<Effect> {
    let running = found.step.as_ref()?;
    let step = found.steps.get(running.index as usize)?;
    Some(Effect::RunStep {
        deployment: found.id.clone(),
        release: found.release.clone(),
        environment: found.environment.clone(),
        step: step.name.clone(),
        command: running.command.clone(),
        variables: variables(state, found, &step.variables),
        timeout_seconds: step.timeout_seconds,
    })
}

/// What a step is told: who it is for, and every artifact with its digest.
fn variables(
    state: &State,
    found: &Deployment,
    own: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let components: Vec<_> = found.components.iter().map(|name| name.as_str()).collect();
    let release = state.releases.peek(&found.release.key());
    let artifacts: Vec<_> = release
        .into_iter()
        .flat_map(|release| release.artifacts.values())
        .filter(|artifact| found.components.contains(&artifact.component))
        .collect();
    let told = [
        ("HOLDPOINT_DEPLOYMENT", found.id.to_string()),
        ("HOLDPOINT_RELEASE", found.release.to_string()),
        ("HOLDPOINT_ENVIRONMENT", found.environment.to_string()),
        ("HOLDPOINT_COMPONENTS", components.join(",")),
        (
            "HOLDPOINT_ARTIFACT_LIST",
            serde_json::to_string(&artifacts).unwrap_or_default(),
        ),
    ];
    let told = told
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    own.clone().into_iter().chain(told).collect()
}
