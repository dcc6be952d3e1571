//! Which component depends on which, as a graph of numbers.

use std::sync::{Arc, OnceLock};

use holdpoint_conflicts::Graph;
use imbl::OrdMap;

use super::{Component, ComponentName};

/// The graph of the catalogue, worked out when it is first asked for and forgotten when a component changes. It says nothing that
/// components do not say, so that all are equal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dependencies(Arc<OnceLock<Known>>);

/// Components by number, in the order of their names, and which depends on which.
#[derive(Debug)]
pub(crate) struct Known {
    names: Vec<ComponentName>,
    /// The graph.
    pub(crate) graph: Graph,
}

impl PartialEq for Dependencies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Dependencies {}

impl Dependencies {
    /// As the components are now.
    pub(crate) fn of(&self, components: &OrdMap<ComponentName, Component>) -> &Known {
        self.0.get_or_init(|| Known::of(components))
    }

    /// A component has changed.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Known {
    fn of(components: &OrdMap<ComponentName, Component>) -> Self {
        let names: Vec<_> = components.keys().cloned().collect();
        let number = |name: &ComponentName| position(&names, name);
        let edges = components.values().zip(0..).flat_map(|(one, from)| {
            let needs = one.depends_on.iter().filter_map(number);
            needs.map(move |to| (from, to))
        });
        let edges: Vec<(u32, u32)> = edges.collect();
        // Every number is that of a name.
        let graph = Graph::new(names.len(), edges).unwrap_or_default();
        Self { names, graph }
    }

    /// The numbers of those that are in the catalogue.
    pub(crate) fn numbers<'n>(
        &self,
        names: impl IntoIterator<Item = &'n ComponentName>,
    ) -> Vec<u32> {
        let number = |name: &ComponentName| position(&self.names, name);
        names.into_iter().filter_map(number).collect()
    }

    /// The names of numbers.
    pub(crate) fn named(&self, numbers: &[u32]) -> Vec<ComponentName> {
        let name = |number: &u32| self.names.get(*number as usize).cloned();
        numbers.iter().filter_map(name).collect()
    }
}

fn position(names: &[ComponentName], name: &ComponentName) -> Option<u32> {
    let found = names.binary_search(name).ok();
    found.and_then(|at| u32::try_from(at).ok())
}
