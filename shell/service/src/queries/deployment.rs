//! `deployment.list` and `deployment.show`.

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::deployment::{
    Deployment, DeploymentId, DeploymentStage, Purpose, StepOutcome,
};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::window::{Closing, Stretch, closed};
use holdpoint_domain::{Digest, Key, Kind, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::paging::Paging;
use crate::{ActorRef, Names, Reader, ServiceError};

/// Deployments, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDeployments {
    /// Only those of this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Deployments, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deployments {
    /// The deployments.
    pub deployments: Vec<DeploymentPage>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// One attempt to bring a release to an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeploymentPage {
    /// Which.
    pub deployment: DeploymentId,
    /// What.
    pub release: ReleaseName,
    /// Exactly what.
    pub manifest: Digest,
    /// Where.
    pub environment: EnvironmentName,
    /// Which components.
    pub components: Vec<ComponentName>,
    /// What for.
    pub purpose: Purpose,
    /// Who asked for it.
    pub by: ActorRef,
    /// When.
    pub requested: Time,
    /// Where it stands.
    pub stage: DeploymentStage,
    /// Its steps, in order.
    pub steps: Vec<StepView>,
    /// When it ended or became current.
    pub settled: Option<Time>,
    /// What closes the environment while it is on its way: it goes on all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<Closing>,
}

/// A step of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepView {
    /// Its name.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Since when it runs, if it does.
    pub running_since: Option<Time>,
    /// How it ended, if it has.
    pub outcome: Option<StepOutcome>,
}

impl Query for ListDeployments {
    const NAME: &'static str = "deployment.list";
    type View = Deployments;

    fn answer(&self, reader: &Reader<'_>) -> Result<Deployments, ServiceError> {
        if let Some(release) = &self.release {
            let deployments = referring(reader, &release.key(), &self.paging)?;
            return Ok(Deployments {
                deployments,
                next: None,
            });
        }
        let count = self.paging.count();
        let listed = reader
            .view()
            .list(Kind::Deployment, self.paging.after, true, count)?;
        let next = (listed.len() == count)
            .then(|| listed.last().map(|one| one.first))
            .flatten();
        let deployments = listed.iter().map(|one| load(reader, &one.key));
        let deployments = deployments.collect::<Result<Vec<_>, _>>()?;
        Ok(Deployments {
            deployments: deployments.into_iter().flatten().collect(),
            next,
        })
    }
}

/// One deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowDeployment {
    /// Its id.
    pub deployment: String,
}

impl Query for ShowDeployment {
    const NAME: &'static str = "deployment.show";
    type View = DeploymentPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<DeploymentPage, ServiceError> {
        let absent =
            || ServiceError::absent(Kind::Deployment, &self.deployment, std::iter::empty());
        let id: DeploymentId = self.deployment.parse().map_err(|_| absent())?;
        load(reader, &id.key())?.ok_or_else(absent)
    }
}

/// Deployments to an environment, the newest first.
pub(super) fn of_environment(
    reader: &Reader<'_>,
    place: &EnvironmentName,
    paging: &Paging,
) -> Result<Vec<DeploymentPage>, ServiceError> {
    referring(reader, &place.key(), paging)
}

/// How many entries are read at once.
const SOME: usize = 256;

/// Deployments whose events name the aggregate, the newest first.
fn referring(
    reader: &Reader<'_>,
    key: &Key,
    paging: &Paging,
) -> Result<Vec<DeploymentPage>, ServiceError> {
    let positions = reader.view().positions(key, true)?;
    let mut found: Vec<DeploymentPage> = Vec::new();
    // Backwards, some at a time: most of what ever happened is not asked for.
    for some in positions.rchunks(SOME) {
        for entry in reader.view().recorded(some)?.iter().rev() {
            let subject = entry.fact.subject();
            let known = found
                .iter()
                .any(|page| page.deployment.as_str() == subject.name());
            if subject.kind() == Kind::Deployment && !known && found.len() < paging.count() {
                found.extend(load(reader, &subject)?);
            }
        }
        if found.len() >= paging.count() {
            break;
        }
    }
    found.sort_by_key(|page| std::cmp::Reverse(page.requested));
    Ok(found)
}

pub(super) fn load(reader: &Reader<'_>, key: &Key) -> Result<Option<DeploymentPage>, ServiceError> {
    let names = reader.names();
    let now = reader.now();
    reader.ask(|state| {
        let found = state.deployments.get(key)?;
        Ok(found.map(|found| DeploymentPage {
            closings: closings(state, found, now),
            ..page(found, names)
        }))
    })
}

fn page(found: &Deployment, names: Names<'_>) -> DeploymentPage {
    DeploymentPage {
        deployment: found.id.clone(),
        release: found.release.clone(),
        manifest: found.manifest,
        environment: found.environment.clone(),
        components: found.components.iter().cloned().collect(),
        purpose: found.purpose.clone(),
        by: names.actor(&found.by),
        requested: found.requested,
        stage: found.stage,
        steps: steps(found),
        settled: found.settled,
        closings: Vec::new(),
    }
}

/// What closes the environment while the deployment is on its way.
fn closings(state: &State, found: &Deployment, now: Time) -> Vec<Closing> {
    match found.in_progress() {
        true => closed(
            state,
            &found.environment,
            &found.components,
            Stretch::at(now),
        ),
        false => Vec::new(),
    }
}

fn steps(found: &Deployment) -> Vec<StepView> {
    let step = |(index, step): (u32, &holdpoint_domain::environment::Step)| {
        let running = found.step.as_ref().filter(|running| running.index == index);
        let mut ended = found.finished.iter();
        StepView {
            name: step.name.clone(),
            command: running
                .map_or_else(|| step.command.clone(), |running| running.command.clone()),
            running_since: running.map(|running| running.since),
            outcome: ended
                .find(|done| done.index == index)
                .map(|done| done.outcome.clone()),
        }
    };
    (0..).zip(&found.steps).map(step).collect()
}
