//! `environment.list`, `environment.show` and `environment.history`.

use holdpoint_domain::environment::{Environment, EnvironmentName};
use holdpoint_domain::{Kind, Need, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::component::{Running, running};
use super::deployment::{DeploymentPage, of_environment};
use super::paging::Paging;
use super::{Deployments, Query};
use crate::{Reader, ServiceError};

/// All environments, with what runs there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEnvironments {}

/// All environments, with what runs there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Environments {
    /// In order of name.
    pub environments: Vec<EnvironmentPage>,
}

/// An environment, with what runs there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvironmentPage {
    /// The environment.
    pub environment: Environment,
    /// What runs there, by component.
    pub running: Vec<Running>,
}

impl Query for ListEnvironments {
    const NAME: &'static str = "environment.list";
    type View = Environments;

    fn answer(&self, reader: &Reader<'_>) -> Result<Environments, ServiceError> {
        reader.ask(|state| {
            let pages = state.environments.values().map(|place| page(state, place));
            Ok(Environments {
                environments: pages.collect::<Result<_, _>>()?,
            })
        })
    }
}

/// One environment, with what runs there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowEnvironment {
    /// Its name.
    pub environment: String,
}

impl Query for ShowEnvironment {
    const NAME: &'static str = "environment.show";
    type View = EnvironmentPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<EnvironmentPage, ServiceError> {
        reader.ask(|state| match find(state, &self.environment) {
            Ok(place) => page(state, place).map(Ok),
            Err(error) => Ok(Err(error)),
        })?
    }
}

/// What was brought to an environment, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvironmentHistory {
    /// Its name.
    pub environment: String,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

impl Query for EnvironmentHistory {
    const NAME: &'static str = "environment.history";
    type View = Deployments;

    fn answer(&self, reader: &Reader<'_>) -> Result<Deployments, ServiceError> {
        let place = reader
            .ask(|state| Ok(find(state, &self.environment).map(|place| place.name.clone())))??;
        let deployments: Vec<DeploymentPage> = of_environment(reader, &place, &self.paging)?;
        Ok(Deployments {
            deployments,
            next: None,
        })
    }
}

pub(super) fn find<'a>(state: &'a State, name: &str) -> Result<&'a Environment, ServiceError> {
    let mut all = state.environments.values();
    all.find(|place| place.name.as_str() == name)
        .ok_or_else(|| {
            let known = state.environments.keys().map(EnvironmentName::as_str);
            ServiceError::absent(Kind::Environment, name, known)
        })
}

fn page(state: &State, place: &Environment) -> Result<EnvironmentPage, Need> {
    Ok(EnvironmentPage {
        environment: place.clone(),
        running: running(state, |environment, _| *environment == place.name)?,
    })
}
