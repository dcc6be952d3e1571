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
use crate::pipeline::{AdvanceRun, Brought, Needs, RunId, Work};
use crate::release::ReleaseName;
use crate::retention::{EndHold, ForgetPerson, HoldId};
use crate::waiver::{ExpireWaiver, WaiverId};

/// Something to be done outside: its intent stands in the ledger, its outcome does not yet. When it has left
/// the agenda before it ended (the deployment was aborted), whoever carries it out stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
#[allow(
    clippy::large_enum_variant,
    reason = "one is made when it is handed out, and none is kept"
)]
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
    /// Carry out an attempt of a step of a run. Its outcome is told with `pipeline.finish-step`.
    RunPipelineStep {
        /// Of which run.
        run: RunId,
        /// The place of the step in the graph.
        place: u32,
        /// The id of the step.
        step: String,
        /// Which attempt, from 1.
        attempt: u32,
        /// What is done.
        work: Work,
        /// Its variables.
        variables: BTreeMap<String, String>,
        /// What it has beside its work; of what it takes, only the names.
        needs: Needs,
        /// What it takes.
        brought: Vec<Brought>,
        /// Labels of agents that can run it.
        labels: Vec<String>,
        /// The repository in which it finds its files, and the commit; none if it has none.
        source: Option<(String, String)>,
        /// How long it may take, in seconds.
        timeout_seconds: u32,
    },
}

impl Effect {
    /// The name of the step.
    #[must_use]
    pub fn step(&self) -> &str {
        match self {
            Self::RunStep { step, .. } | Self::RunPipelineStep { step, .. } => step,
        }
    }
}

/// What is due at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// Commands that Holdpoint itself issues now, in order.
    pub commands: Vec<Command>,
    /// Effects whose outcome is not known yet, by position of their intent, rising; [`effect`] says what each is.
    pub effects: Vec<u64>,
    /// Those of them that are to be stopped, and then tell how they ended.
    pub stops: Vec<u64>,
    /// The next moment at which something is due.
    pub wake: Option<Time>,
}

/// What is due at `now`.
#[must_use]
pub fn agenda(state: &State, now: Time) -> Agenda {
    let deployments = state.intents.keys().copied();
    let runs = state.errands.at_agents().map(|(intent, ..)| intent);
    let mut effects: Vec<u64> = deployments.chain(runs).collect();
    effects.sort_unstable();
    Agenda {
        commands: state
            .due
            .due(now)
            .filter_map(|key| command(state, key))
            .collect(),
        effects,
        stops: state.errands.stops().collect(),
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
        Kind::Run => {
            let run = state.runs.peek(key)?;
            let since = state.errands.touched(run);
            Some(
                AdvanceRun {
                    run: run.id.clone(),
                    since,
                }
                .into(),
            )
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

/// All effects whose outcome is not known yet, by position of their intent, rising.
#[must_use]
pub fn effects(state: &State) -> Vec<(u64, Effect)> {
    let all = agenda(state, Time::default()).effects.into_iter();
    all.filter_map(|at| Some((at, effect(state, at)?)))
        .collect()
}

/// The effect whose intent stands at a position, as long as its outcome is not known.
#[must_use]
pub fn effect(state: &State, position: u64) -> Option<Effect> {
    match state.intents.get(&position) {
        Some(id) => of_deployment(state, state.deployments.peek(&id.key())?),
        None => of_run(state, position),
    }
}

fn of_run(state: &State, intent: u64) -> Option<Effect> {
    let (id, place) = state.errands.at_agent(intent)?;
    let run = state.runs.peek(&id.key())?;
    let step = run.planned.step(place)?;
    let mut variables = (*run.variables).clone();
    variables.extend(step.variables.clone());
    variables.insert("HOLDPOINT_RUN".to_owned(), run.id.to_string());
    if let Some(release) = &run.release {
        variables.insert("HOLDPOINT_RELEASE".to_owned(), release.to_string());
    }
    if !run.releases.is_empty() {
        let names: Vec<_> = run.releases.iter().map(ReleaseName::as_str).collect();
        variables.insert("HOLDPOINT_RELEASES".to_owned(), names.join(","));
    }
    let files = !run.repository.is_empty() && !run.given.commit.is_empty();
    Some(Effect::RunPipelineStep {
        run: run.id.clone(),
        place,
        step: step.id.clone(),
        attempt: run.attempts.get(&place)?.number,
        work: run.work(place)?.clone(),
        variables,
        needs: step.needs.clone(),
        brought: run.brought(place),
        labels: step.labels.clone(),
        source: files.then(|| (run.repository.clone(), run.given.commit.clone())),
        timeout_seconds: run.limit(place),
    })
}

fn of_deployment(state: &State, found: &Deployment) -> Option<Effect> {
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
