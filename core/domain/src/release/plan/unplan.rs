//! Taking a plan back.

use serde::{Deserialize, Serialize};

use super::{ReleaseUnplanned, required};
use crate::access::Required;
use crate::environment::EnvironmentName;
use crate::kernel::{Context, Decide, Halt};
use crate::release::refusal::plan_unknown;
use crate::release::{ReleaseName, unfinished};
use crate::{Fact, State};

/// Plans it no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnplanRelease {
    /// Which.
    pub release: ReleaseName,
    /// Where.
    pub environment: EnvironmentName,
}

impl Decide for UnplanRelease {
    fn required(&self, state: &State) -> Result<Required, Halt> {
        required(state, &self.release)
    }

    fn decide(&self, state: &State, _: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let release = unfinished(state, &self.release)?;
        if !release.plans.contains_key(&self.environment) {
            return Err(plan_unknown(&self.release, &self.environment).into());
        }
        let unplanned = ReleaseUnplanned {
            release: self.release.clone(),
            environment: self.environment.clone(),
        };
        Ok(vec![unplanned.into()])
    }
}
