//! Whom a window is about.

use std::collections::BTreeSet;

use super::{Standing, Window, WindowKind};
use crate::State;
use crate::catalogue::ComponentName;
use crate::environment::EnvironmentName;

/// The windows that are about some components in an environment.
pub(super) struct Scope<'a> {
    /// Blackouts for any of them.
    pub(super) blackouts: Vec<&'a Standing>,
    /// Maintenance windows for each of them, the same ones once.
    pub(super) maintenance: Vec<Vec<&'a Standing>>,
}

impl<'a> Scope<'a> {
    pub(super) fn of<'c>(
        state: &'a State,
        environment: &EnvironmentName,
        components: impl IntoIterator<Item = &'c ComponentName>,
    ) -> Self {
        let components: Vec<_> = components.into_iter().collect();
        let here = |standing: &&Standing| {
            let places = &standing.window.environments;
            places.is_empty() || places.contains(environment)
        };
        let here: Vec<_> = state.windows.values().filter(here).collect();
        let kind = |kind| {
            here.iter()
                .copied()
                .filter(move |one| one.window.kind == kind)
        };
        let any = |one: &&Standing| {
            let general = is_general(&one.window);
            general
                || components
                    .iter()
                    .any(|name| carries(&one.window, state, name))
        };
        let mut sets = BTreeSet::new();
        let mut maintenance = Vec::new();
        // What has no components is still somewhere.
        let each = components.iter().copied().map(Some);
        let nobody = components.is_empty().then_some(None);
        for component in each.chain(nobody) {
            let about = |one: &&Standing| match component {
                Some(name) => carries(&one.window, state, name),
                None => is_general(&one.window),
            };
            let set: Vec<_> = kind(WindowKind::Maintenance).filter(about).collect();
            let names: Vec<_> = set.iter().map(|one| &one.window.name).collect();
            if !set.is_empty() && sets.insert(names) {
                maintenance.push(set);
            }
        }
        Self {
            blackouts: kind(WindowKind::Blackout).filter(any).collect(),
            maintenance,
        }
    }
}

fn is_general(window: &Window) -> bool {
    window.components.is_empty() && window.units.is_empty()
}

/// Whether a window is about a component.
pub(crate) fn carries(window: &Window, state: &State, component: &ComponentName) -> bool {
    let unit = || state.components.get(component).map(|known| &known.unit);
    let within = || {
        let above = |unit| window.units.iter().any(|one| state.unit_within(unit, one));
        !window.units.is_empty() && unit().is_some_and(above)
    };
    is_general(window) || window.components.contains(component) || within()
}
