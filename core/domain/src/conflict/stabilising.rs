//! What stabilises after a release.

use std::collections::BTreeSet;

use crate::State;
use crate::catalogue::ComponentName;
use crate::deployment::DeploymentId;
use crate::environment::EnvironmentName;
use crate::kernel::{Key, Time};
use crate::release::ReleaseName;
use crate::window::Stretch;

/// A release that has come to an environment not long ago: others stand still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stabilising {
    /// Which release.
    pub release: ReleaseName,
    /// What came.
    pub components: BTreeSet<ComponentName>,
    /// From when until when.
    pub span: Stretch,
    /// Whether everything stands still, and not only what has to do with its components.
    pub everything: bool,
}

impl State {
    /// What stabilises in an environment at some time from then on.
    pub fn stabilising_in(
        &self,
        place: &EnvironmentName,
        from: Time,
    ) -> impl Iterator<Item = (&DeploymentId, &Stabilising)> {
        let first = (place.clone(), DeploymentId::from_bits(0));
        self.stabilising
            .range(first..)
            .take_while(move |((found, _), _)| found == place)
            .map(|((_, id), one)| (id, one))
            .filter(move |(_, one)| one.span.until > from)
    }

    /// A deployment has come to where it was to go; what has stabilised there by then is forgotten.
    pub(crate) fn stabilise(&mut self, deployment: &Key, now: Time) {
        let Some(done) = self.deployments.peek(deployment) else {
            return;
        };
        let (place, id) = (done.environment.clone(), done.id.clone());
        let freeze = { self.environments.get(&place) }.and_then(|found| found.freeze);
        let Some(freeze) = freeze.filter(|_| done.purpose == crate::deployment::Purpose::Deploy)
        else {
            return;
        };
        let new = Stabilising {
            release: done.release.clone(),
            components: done.components.iter().cloned().collect(),
            span: Stretch {
                from: now,
                until: now.after(freeze.length()),
            },
            everything: freeze.everything,
        };
        let all = self.stabilising_in(&place, Time::from_millis(i64::MIN));
        let passed = all.filter(|(_, one)| one.span.until <= now);
        let passed: Vec<_> = passed.map(|(id, _)| (place.clone(), id.clone())).collect();
        for slot in passed {
            self.stabilising.remove(&slot);
        }
        self.stabilising.insert((place, id), new);
    }
}
