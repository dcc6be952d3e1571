//! `component.list` and `component.show`.

use holdpoint_domain::catalogue::{Component, ComponentName, Criticality};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::organisation::{TeamName, UnitName};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Kind, Need, State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// Components.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListComponents {
    /// Only those of this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
    /// Only those of this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamName>,
}

/// Components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Components {
    /// In order of name.
    pub components: Vec<ComponentLine>,
}

/// A component in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComponentLine {
    /// Its name.
    pub component: ComponentName,
    /// What people call it.
    pub title: String,
    /// The unit whose it is.
    pub unit: UnitName,
    /// The team that owns it.
    pub team: Option<TeamName>,
    /// What it is made of.
    pub kind: String,
    /// How much depends on it.
    pub criticality: Criticality,
    /// What it cannot work without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ComponentName>,
}

impl Query for ListComponents {
    const NAME: &'static str = "component.list";
    type View = Components;

    fn answer(&self, reader: &Reader<'_>) -> Result<Components, ServiceError> {
        let wanted = |one: &&Component| {
            self.unit.as_ref().is_none_or(|unit| one.unit == *unit)
                && self
                    .team
                    .as_ref()
                    .is_none_or(|team| one.team.as_ref() == Some(team))
        };
        let line = |one: &Component| ComponentLine {
            component: one.name.clone(),
            title: one.title.clone(),
            unit: one.unit.clone(),
            team: one.team.clone(),
            kind: one.kind.clone(),
            criticality: one.criticality,
            depends_on: one.depends_on.clone(),
        };
        reader.ask(|state| {
            let found = state.components.values().filter(wanted);
            Ok(Components {
                components: found.map(line).collect(),
            })
        })
    }
}

/// One component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowComponent {
    /// Its name.
    pub component: String,
}

/// A component, what needs it, and where it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComponentPage {
    /// The component.
    pub component: Component,
    /// What cannot work without it.
    pub needed_by: Vec<ComponentName>,
    /// Where it runs.
    pub running: Vec<Running>,
}

/// What runs somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Running {
    /// Where.
    pub environment: EnvironmentName,
    /// What.
    pub component: ComponentName,
    /// From which release.
    pub release: ReleaseName,
    /// In which version, if its artifacts have one.
    pub version: Option<String>,
    /// By which deployment.
    pub deployment: String,
    /// Since when.
    pub since: Option<Time>,
}

impl Query for ShowComponent {
    const NAME: &'static str = "component.show";
    type View = ComponentPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<ComponentPage, ServiceError> {
        reader.ask(|state| {
            let mut all = state.components.values();
            let Some(found) = all.find(|one| one.name.as_str() == self.component) else {
                let known = state.components.keys().map(ComponentName::as_str);
                return Ok(Err(ServiceError::absent(
                    Kind::Component,
                    &self.component,
                    known,
                )));
            };
            let all = state.components.values();
            let needing = all.filter(|one| one.depends_on.contains(&found.name));
            Ok(Ok(ComponentPage {
                component: found.clone(),
                needed_by: needing.map(|one| one.name.clone()).collect(),
                running: running(state, |_, component| component == &found.name)?,
            }))
        })?
    }
}

/// What runs in the places that are wanted.
pub(super) fn running(
    state: &State,
    wanted: impl Fn(&EnvironmentName, &ComponentName) -> bool,
) -> Result<Vec<Running>, Need> {
    let running = state.running.iter();
    let wanted = running.filter(|((environment, component), _)| wanted(environment, component));
    let found = Need::gather(wanted.map(|((environment, component), id)| {
        let Some(deployment) = state.deployments.get(&id.key())? else {
            return Ok(None);
        };
        let release = state.releases.get(&deployment.release.key())?;
        let artifacts = release
            .into_iter()
            .flat_map(|release| release.artifacts.values());
        let mut own = artifacts.filter(|artifact| artifact.component == *component);
        Ok(Some(Running {
            environment: environment.clone(),
            component: component.clone(),
            release: deployment.release.clone(),
            version: own.find_map(|artifact| artifact.version.clone()),
            deployment: id.to_string(),
            since: deployment.settled,
        }))
    }))?;
    Ok(found.into_iter().flatten().collect())
}
