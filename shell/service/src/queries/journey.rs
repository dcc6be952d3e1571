//! `release.journey`: a release on its way, hold point by hold point.

use holdpoint_domain::deployment::{DeploymentId, DeploymentStage};
use holdpoint_domain::environment::{Environment, EnvironmentName};
use holdpoint_domain::release::{Release, ReleaseName, Stage};
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gate::explain;
use super::release::{absent, key};
use super::{Explained, Query};
use crate::{Reader, ServiceError};

/// A release on its way, hold point by hold point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowJourney {
    /// Its name.
    pub release: String,
}

/// A release on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Journey {
    /// Which release.
    pub release: ReleaseName,
    /// Where it stands.
    pub stage: Stage,
    /// The environments, in the order in which releases pass them.
    pub points: Vec<PointView>,
}

/// A hold point: an environment and what its gate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointView {
    /// Which environment.
    pub environment: EnvironmentName,
    /// What people call it.
    pub title: String,
    /// Whether it is protected.
    pub protected: bool,
    /// Whether a release has reached its users there.
    pub production: bool,
    /// When the release, as it is now, ran there first; none if not all of it has.
    pub passed: Option<Time>,
    /// A deployment of it there that runs, waits, or is current.
    pub deployment: Option<OpenDeployment>,
    /// What the gate says.
    pub gate: Explained,
}

/// A deployment that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenDeployment {
    /// Which.
    pub deployment: DeploymentId,
    /// Where it stands.
    pub stage: DeploymentStage,
    /// When it was asked for.
    pub requested: Time,
}

impl Query for ShowJourney {
    const NAME: &'static str = "release.journey";
    type View = Journey;

    fn answer(&self, reader: &Reader<'_>) -> Result<Journey, ServiceError> {
        let key = key(&self.release)?;
        let found = reader.ask(|state| {
            let found = state.releases.get(&key)?;
            Ok(found.map(|release| {
                let places = chain(state).into_iter();
                let stops = places.map(|place| stop(state, place, release));
                (
                    release.name.clone(),
                    release.stage,
                    stops.collect::<Vec<_>>(),
                )
            }))
        })?;
        let (release, stage, stops) = found.ok_or_else(|| absent(reader, &self.release))?;
        let points = stops
            .into_iter()
            .map(|stop| point(reader, &self.release, stop));
        Ok(Journey {
            points: points.collect::<Result<_, _>>()?,
            release,
            stage,
        })
    }
}

/// Environments in the order in which releases pass them: each after the one that it names.
pub(crate) fn chain(state: &State) -> Vec<&Environment> {
    let mut places: Vec<_> = state
        .environments
        .values()
        .map(|place| (depth(state, place), place))
        .collect();
    places.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
    places.into_iter().map(|(_, place)| place).collect()
}

fn depth(state: &State, place: &Environment) -> usize {
    let before = |place: &&Environment| {
        let name = place.after.as_ref()?;
        state.environments.get(name)
    };
    // A declared chain has no circle, but one would end here.
    std::iter::successors(Some(place), before)
        .take(state.environments.len() + 1)
        .count()
}

struct Stop {
    place: Environment,
    passed: Option<Time>,
    deployment: Option<OpenDeployment>,
}

fn stop(state: &State, place: &Environment, release: &Release) -> Stop {
    let passed = release.has_run_in(&place.name);
    let reached = release.reached.get(&place.name).filter(|_| passed);
    let mut open = state
        .deployments_of(&release.name)
        .filter(|found| found.environment == place.name)
        .collect::<Vec<_>>();
    // What is under way tells more than what is there.
    open.sort_by_key(|found| {
        (
            found.stage == DeploymentStage::Current,
            found.requested,
            &found.id,
        )
    });
    Stop {
        passed: reached.map(|reached| reached.time),
        deployment: open.first().map(|found| OpenDeployment {
            deployment: found.id.clone(),
            stage: found.stage,
            requested: found.requested,
        }),
        place: place.clone(),
    }
}

fn point(reader: &Reader<'_>, release: &str, stop: Stop) -> Result<PointView, ServiceError> {
    let gate = explain(reader, release, stop.place.name.as_str())?;
    Ok(PointView {
        environment: stop.place.name,
        title: stop.place.title,
        protected: stop.place.protected,
        production: stop.place.production,
        passed: stop.passed,
        deployment: stop.deployment,
        gate,
    })
}
