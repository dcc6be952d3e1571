//! What is known of plans.

use imbl::OrdMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Sealed, Time};
use crate::release::{Release, ReleaseName, Stage};
use crate::waiver::WaiverId;
use crate::window::{Stretch, WindowName};

/// When a release is to go to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// From when until when.
    pub span: Stretch,
    /// With which train, if with one.
    pub train: Option<WindowName>,
    /// Why although something is in the way, and by which waiver, if it is.
    pub despite: Option<Despite>,
}

/// By what a plan stands although the calendar is against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Despite {
    /// The waiver from the calendar.
    pub waiver: WaiverId,
    /// Why.
    pub reason: Sealed,
}

impl State {
    /// What is planned and has not passed, of releases that still go somewhere.
    pub fn plans(&self, now: Time) -> impl Iterator<Item = (&Release, &EnvironmentName, &Plan)> {
        let going = |release: &&Release| matches!(release.stage, Stage::Draft | Stage::Submitted);
        let releases = self
            .releases
            .iter()
            .map(|(_, release)| release)
            .filter(going);
        let all = releases.flat_map(|release| {
            release
                .plans
                .iter()
                .map(move |(place, plan)| (release, place, plan))
        });
        all.filter(move |(_, _, plan)| plan.span.until > now)
    }

    /// The releases that were planned for an environment of late; they may go nowhere any more.
    pub(crate) fn planned_in(&self, place: &EnvironmentName) -> impl Iterator<Item = &ReleaseName> {
        self.planned.get(place).into_iter().flat_map(OrdMap::keys)
    }
}
