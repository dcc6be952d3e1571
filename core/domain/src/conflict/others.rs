//! Other releases that may be in the way.

use std::collections::BTreeSet;

use super::{Asking, Why};
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;
use crate::kernel::Time;
use crate::release::{Release, ReleaseName, Stage};
use crate::window::Stretch;

/// Another release, and when it is in the way of what has to do with its components.
pub(super) struct Other<'a> {
    pub(super) release: &'a ReleaseName,
    pub(super) components: BTreeSet<&'a ComponentName>,
    /// When it is there itself, or when things stand still after it.
    pub(super) span: Stretch,
    /// When nothing of the kind may be there: with the time that things stand still after either of the two.
    pub(super) closed: Stretch,
    /// Whether it is in the way of everything.
    pub(super) everything: bool,
    pub(super) sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Planned,
    UnderWay,
    Stabilising,
}

impl Other<'_> {
    /// Why it is in the way of a span that meets what it closes.
    pub(super) fn why(&self, span: Stretch) -> Why {
        match self.sort {
            Sort::UnderWay => Why::UnderWay,
            Sort::Stabilising => Why::Stabilising,
            Sort::Planned if span.meets(&self.span) => Why::Planned,
            Sort::Planned if span.from >= self.span.until => Why::StabilisingThen,
            Sort::Planned => Why::Ahead,
        }
    }
}

impl<'a> Asking<'a> {
    /// Those that are in the way at some time from then on, whatever they change.
    pub(super) fn others(&self, from: Time) -> Vec<Other<'a>> {
        let all = self.planned_others(from).chain(self.stabilising(from));
        let together = together(self.state, &self.release.name);
        let all = all.chain(self.under_way(from));
        all.filter(|other| !together.contains(other.release))
            .collect()
    }

    fn planned_others(&self, from: Time) -> impl Iterator<Item = Other<'a>> {
        let (length, everything) = self.freeze();
        let (release, train) = (&self.release.name, self.train);
        let planned = planned(self.state, self.place);
        let others = planned.filter(move |(other, _)| other.name != *release);
        let all = others.filter_map(move |(other, plan)| {
            let together = train.is_some() && plan.train.as_ref() == train;
            (!together).then(|| Other {
                release: &other.name,
                components: other.components.iter().collect(),
                span: plan.span,
                closed: Stretch {
                    from: plan.span.from.after(-length),
                    until: plan.span.until.after(length),
                },
                everything,
                sort: Sort::Planned,
            })
        });
        all.filter(move |other| other.closed.until > from)
    }

    fn stabilising(&self, from: Time) -> impl Iterator<Item = Other<'a>> {
        let own = &self.release.name;
        let all = self.state.stabilising_in(self.place, from);
        let others = all.filter(move |(_, one)| one.release != *own);
        others.map(|(_, one)| Other {
            release: &one.release,
            components: one.components.iter().collect(),
            span: one.span,
            closed: one.span,
            everything: one.everything,
            sort: Sort::Stabilising,
        })
    }

    /// Nobody knows how long deployments take: they are in the way at the moment that is asked about.
    fn under_way(&self, from: Time) -> impl Iterator<Item = Other<'a>> {
        let (own, place) = (&self.release.name, self.place);
        let running = self.state.deployments_under_way();
        let others = running.filter(move |one| one.environment == *place && one.release != *own);
        let now = Stretch::at(from);
        others
            .filter(move |one| one.requested <= from)
            .map(move |one| Other {
                release: &one.release,
                components: one.components.iter().collect(),
                span: now,
                closed: now,
                everything: false,
                sort: Sort::UnderWay,
            })
    }
}

/// The releases that go out with one in a cutover.
fn together<'a>(state: &'a crate::State, release: &ReleaseName) -> BTreeSet<&'a ReleaseName> {
    let open = state.cutovers.values().filter(|one| one.stage.open());
    let with = open.filter(|one| one.night.releases.contains(release));
    with.flat_map(|one| &one.night.releases).collect()
}

/// What is planned for an environment, of releases that still go there: one that has come there since its plan began has kept it.
fn planned<'a>(
    state: &'a crate::State,
    place: &'a EnvironmentName,
) -> impl Iterator<Item = (&'a Release, &'a crate::release::Plan)> {
    let keys = state.planned_in(place);
    let releases = keys.filter_map(|name| state.releases.peek(&name.key()));
    let going = releases.filter(|one| matches!(one.stage, Stage::Draft | Stage::Submitted));
    going.filter_map(move |release| {
        let plan = release.plans.get(place)?;
        let kept = |reached: &crate::release::Reached| reached.time >= plan.span.from;
        let kept = release.reached.get(place).is_some_and(kept);
        (!kept).then_some((release, plan))
    })
}
