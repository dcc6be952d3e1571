//! What is asked about.

use crate::State;
use crate::environment::EnvironmentName;
use crate::release::Release;
use crate::window::WindowName;

/// A release that is to go to an environment.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// As of which state.
    pub state: &'a State,
    /// Which release.
    pub release: &'a Release,
    /// Where.
    pub place: &'a EnvironmentName,
    /// With which train, if with one: its other releases are not in the way.
    pub train: Option<&'a WindowName>,
}

impl<'a> Asking<'a> {
    /// As it is planned.
    #[must_use]
    pub fn planned(state: &'a State, release: &'a Release, place: &'a EnvironmentName) -> Self {
        let plan = release.plans.get(place);
        Self {
            state,
            release,
            place,
            train: plan.and_then(|plan| plan.train.as_ref()),
        }
    }

    /// How long things stand still here after a release, in milliseconds, and whether everything does.
    pub(super) fn freeze(&self) -> (i64, bool) {
        let freeze = { self.state.environments.get(self.place) }.and_then(|found| found.freeze);
        freeze.map_or((0, false), |freeze| (freeze.length(), freeze.everything))
    }
}
