//! What goes: items that the file owns and does not list any more.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::window::WindowKind;

use super::origin::{Origin, same};
use super::wanted::before;
use crate::model::Configuration;
use crate::order::sorted;

/// Windows and templates first, calendars last, and of each kind what others refer to after them.
pub(super) fn retired(
    state: &State,
    configuration: &Configuration,
    origin: &Origin,
) -> Vec<Change> {
    let mut all = Vec::new();
    let governs = configuration.governs();
    all.extend(pipelines(state, configuration, origin));
    all.extend(windows(state, configuration));
    if let Some(kept) = configuration.templates.as_ref().filter(|_| governs) {
        let kept = names(kept.iter().map(|item| item.name.as_str()));
        let gone = state
            .templates
            .keys()
            .filter(|name| !kept.contains(name.as_str()));
        all.extend(gone.cloned().map(Change::RetireTemplate));
    }
    all.extend(components(state, configuration, origin));
    if governs {
        all.extend(environments(state, configuration));
        all.extend(teams(state, configuration));
        all.extend(units(state, configuration));
        all.extend(calendars(state, configuration));
    }
    all
}

fn names<'a>(of: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    of.collect()
}

fn components(state: &State, configuration: &Configuration, origin: &Origin) -> Vec<Change> {
    let Some(kept) = &configuration.components else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let gone = state.components.iter().filter(|(name, item)| {
        !kept.contains(name.as_str()) && origin.owns(item, configuration.governs())
    });
    let links = gone.map(|(name, item)| {
        (
            name.as_str(),
            item.depends_on.iter().map(|to| to.as_str()).collect(),
        )
    });
    let order = last_first(&links.collect());
    order
        .into_iter()
        .filter_map(|name| name.parse().ok().map(Change::RetireComponent))
        .collect()
}

fn environments(state: &State, configuration: &Configuration) -> Vec<Change> {
    let Some(kept) = &configuration.environments else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let gone = state
        .environments
        .iter()
        .filter(|(name, _)| !kept.contains(name.as_str()));
    let links: BTreeMap<&str, Vec<String>> = gone
        .map(|(name, item)| (name.as_str(), before(item)))
        .collect();
    let links = links
        .iter()
        .map(|(name, to)| (*name, to.iter().map(String::as_str).collect()));
    let order = last_first(&links.collect());
    order
        .into_iter()
        .filter_map(|name| name.parse().ok().map(Change::RetireEnvironment))
        .collect()
}

fn teams(state: &State, configuration: &Configuration) -> Vec<Change> {
    let Some(kept) = &configuration.teams else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let gone = state
        .teams
        .keys()
        .filter(|name| !kept.contains(name.as_str()));
    gone.cloned().map(Change::RetireTeam).collect()
}

fn units(state: &State, configuration: &Configuration) -> Vec<Change> {
    let Some(kept) = &configuration.units else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let gone = state
        .units
        .iter()
        .filter(|(name, _)| !kept.contains(name.as_str()));
    let links = gone.map(|(name, item)| {
        (
            name.as_str(),
            item.parent.iter().map(|to| to.as_str()).collect(),
        )
    });
    let order = last_first(&links.collect());
    order
        .into_iter()
        .filter_map(|name| name.parse().ok().map(Change::RetireUnit))
        .collect()
}

/// Blackouts, maintenance windows and trains, of the sections that there are.
fn windows(state: &State, configuration: &Configuration) -> Vec<Change> {
    let kept = configuration.closings().flatten();
    let kept = names(kept.map(|item| item.name.as_str()));
    let owned = |kind| match kind {
        WindowKind::Blackout => configuration.blackouts.is_some(),
        WindowKind::Maintenance => configuration.windows.is_some(),
        WindowKind::Train => configuration.trains.is_some(),
    };
    let all = state.windows.values();
    let gone = all.filter(|one| {
        configuration.governs()
            && owned(one.window.kind)
            && !kept.contains(one.window.name.as_str())
    });
    gone.map(|one| Change::RetireWindow(one.window.name.clone()))
        .collect()
}

/// Pipelines of the file's repository that it does not declare any more.
fn pipelines(state: &State, configuration: &Configuration, origin: &Origin) -> Vec<Change> {
    let Some(kept) = &configuration.pipelines else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let own = |repository: &str| {
        let here = origin.repository();
        repository == here || same(repository, here)
    };
    let all = state.pipelines.iter();
    let gone = all.filter(|(name, one)| own(&one.repository) && !kept.contains(name.as_str()));
    gone.map(|(name, _)| Change::RetirePipeline(name.clone()))
        .collect()
}

fn calendars(state: &State, configuration: &Configuration) -> Vec<Change> {
    let Some(kept) = &configuration.calendars else {
        return Vec::new();
    };
    let kept = names(kept.iter().map(|item| item.name.as_str()));
    let gone = state
        .calendars
        .keys()
        .filter(|name| !kept.contains(name.as_str()));
    gone.cloned().map(Change::RetireCalendar).collect()
}

/// What nothing else refers to comes first.
fn last_first<'a>(links: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<&'a str> {
    let mut order = sorted(links);
    order.reverse();
    order
}
