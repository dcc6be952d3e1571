//! `status.list`: what forges show of gates' verdicts.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::status::{Progress, Status, Target, Trouble};
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use crate::{Reader, ServiceError};

/// What forges show, or are to show, of the verdicts of gates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStatuses {}

/// What forges show, or are to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusesView {
    /// In order of release and environment.
    pub statuses: Vec<StatusView>,
}

/// What forges show, or are to show, of a release in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusView {
    /// Which release.
    pub release: ReleaseName,
    /// Which environment.
    pub environment: EnvironmentName,
    /// What it is called there.
    pub context: String,
    /// What the gate said.
    pub verdict: Outcome,
    /// How far it has come.
    pub progress: Progress,
    /// Since when it is to be shown.
    pub requested: Time,
    /// When it came as far as it has.
    pub turned: Time,
    /// Why it could not be shown the last time, if it could not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// Where.
    pub targets: Vec<Target>,
}

impl Query for ListStatuses {
    const NAME: &'static str = "status.list";
    type View = StatusesView;

    fn answer(&self, reader: &Reader<'_>) -> Result<StatusesView, ServiceError> {
        reader.ask(|state| {
            Ok(StatusesView {
                statuses: state.statuses.values().map(view).collect(),
            })
        })
    }
}

fn view(status: &Status) -> StatusView {
    StatusView {
        release: status.release.clone(),
        environment: status.environment.clone(),
        context: format!("holdpoint/{}", status.environment),
        verdict: status.verdict,
        progress: status.progress,
        requested: status.requested,
        turned: status.turned,
        trouble: status.trouble,
        targets: status.targets.clone(),
    }
}

/// What forges show of a release in an environment, if they do.
pub(super) fn of(
    state: &State,
    release: &ReleaseName,
    environment: &EnvironmentName,
) -> Option<StatusView> {
    let at = (release.clone(), environment.clone());
    state.statuses.get(&at).map(view)
}
