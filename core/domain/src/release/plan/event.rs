//! What has happened to plans.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Despite, Plan};
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Evolve, Key, Meta, Time};
use crate::release::ReleaseName;
use crate::window::{Stretch, WindowName};

/// A release is to go to an environment at that time; a plan that there was for it counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasePlanned {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// With which train.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train: Option<WindowName>,
    /// Why although something is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Despite>,
}

/// It is planned no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseUnplanned {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
}

impl Evolve for ReleasePlanned {
    fn subject(&self) -> Key {
        self.release.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let Some(release) = state.releases.get_mut(&self.release.key()) else {
            return;
        };
        release.newest = meta.position;
        let span = Stretch {
            from: self.from,
            until: self.until,
        };
        let plan = Plan {
            span,
            train: self.train.clone(),
            despite: self.despite.clone(),
        };
        let place = &self.environment;
        release.plans.insert(place.clone(), plan);
        // What has passed is in nobody's way.
        let here = state.planned.entry(place.clone()).or_default();
        let passed = here.iter().filter(|(_, span)| span.until <= meta.time);
        let passed: Vec<_> = passed.map(|(name, _)| name.clone()).collect();
        for name in passed {
            here.remove(&name);
        }
        here.insert(self.release.clone(), span);
    }
}

impl Evolve for ReleaseUnplanned {
    fn subject(&self) -> Key {
        self.release.key()
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        if let Some(release) = state.releases.get_mut(&self.release.key()) {
            release.newest = meta.position;
            release.plans.remove(&self.environment);
        }
        if let Some(here) = state.planned.get_mut(&self.environment) {
            here.remove(&self.release);
        }
    }
}
