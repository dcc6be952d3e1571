//! What a run carries: the components of its releases, each after those that it depends on.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_pipelines::Carried;

use super::planned::Mistakes;
use crate::State;
use crate::catalogue::ComponentName;
use crate::release::{Release, ReleaseName};

type Of<'a> = BTreeMap<&'a ComponentName, &'a ReleaseName>;

/// The components of releases, in an order in which each comes after those that it depends on, through others or not.
///
/// # Errors
/// Components that are in several of them.
pub(super) fn carried(state: &State, releases: &[&Release]) -> Result<Vec<Carried>, Mistakes> {
    let (mut of, mut wrong) = (Of::new(), Vec::new());
    for release in releases {
        for component in &release.components {
            if let Some(other) = of.insert(component, &release.name) {
                let name = &release.name;
                wrong.push(format!(
                    "component `{component}` is in release `{other}` and in `{name}`"
                ));
            }
        }
    }
    match wrong.is_empty() {
        true => Ok(ordered(state, &of)),
        false => Err(Mistakes(wrong)),
    }
}

fn ordered(state: &State, of: &Of<'_>) -> Vec<Carried> {
    let mut waits: BTreeMap<_, _> = of
        .keys()
        .map(|name| (*name, before(state, of, name)))
        .collect();
    let mut places: BTreeMap<&ComponentName, usize> = BTreeMap::new();
    let mut order = Vec::new();
    while let Some(next) = next(&waits, &places) {
        let after = waits.remove(next).unwrap_or_default();
        let after = after.iter().filter_map(|early| places.get(early).copied());
        order.push(Carried {
            component: next.to_string(),
            release: of.get(next).map_or(String::new(), ToString::to_string),
            after: after.collect(),
        });
        places.insert(next, order.len() - 1);
    }
    order
}

/// The next component of which all that it waits for is placed. The catalogue has no circles; in one any would do.
fn next<'a>(
    waits: &BTreeMap<&'a ComponentName, BTreeSet<&'a ComponentName>>,
    places: &BTreeMap<&ComponentName, usize>,
) -> Option<&'a ComponentName> {
    let free = waits
        .iter()
        .find(|(_, early)| early.iter().all(|name| places.contains_key(name)));
    free.or(waits.iter().next()).map(|(name, _)| *name)
}

/// The components that one depends on of those that are carried, the nearest on each way.
fn before<'a>(
    state: &'a State,
    of: &Of<'a>,
    component: &ComponentName,
) -> BTreeSet<&'a ComponentName> {
    let depends = |name: &ComponentName| {
        let found = state.components.get(name);
        found.into_iter().flat_map(|found| &found.depends_on)
    };
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<&ComponentName> = depends(component).collect();
    while let Some(name) = open.pop() {
        match of.get_key_value(name) {
            Some((carried, _)) => drop(found.insert(*carried)),
            None if seen.insert(name) => open.extend(depends(name)),
            None => {}
        }
    }
    found
}
