//! What is drawn: steps and matrices in their stages, without what only begins or ends.

use std::collections::{BTreeMap, BTreeSet};

use super::UNFOLDED;
use crate::plan::{Graph, Node, Role};

/// A step or a matrix.
pub(super) struct Item<'g> {
    /// The step, or the first of the matrix.
    pub(super) node: &'g Node,
    /// How many steps it stands for.
    pub(super) count: usize,
    /// What is written on it.
    pub(super) title: String,
    /// The items of its stage that it comes after, by their places in it.
    pub(super) after: Vec<usize>,
}

/// The items of a stage.
pub(super) struct Band<'g> {
    pub(super) stage: usize,
    pub(super) items: Vec<Item<'g>>,
}

impl Band<'_> {
    /// Whether each item comes after the one before it.
    pub(super) fn is_line(&self) -> bool {
        self.items.iter().enumerate().all(|(at, item)| match at {
            0 => item.after.is_empty(),
            _ => item.after == [at - 1],
        })
    }
}

/// Where the steps of a graph are drawn: an item of a stage, by node.
struct Places {
    by_node: BTreeMap<u32, usize>,
}

/// All stages with their items.
pub(super) fn bands(graph: &Graph) -> Vec<Band<'_>> {
    let mut bands: Vec<Band<'_>> = (0..graph.stages.len())
        .map(|stage| Band {
            stage,
            items: Vec::new(),
        })
        .collect();
    let mut places = Places {
        by_node: BTreeMap::new(),
    };
    let mut folded: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let Some(band) = bands
            .get_mut(node.stage as usize)
            .filter(|_| node.role == Role::Step)
        else {
            continue;
        };
        let group = node.group.filter(|group| folds(graph, *group, node));
        let known = group.and_then(|group| folded.get(&group).copied());
        let place = known.unwrap_or_else(|| {
            band.items.push(item(graph, node, group));
            band.items.len() - 1
        });
        folded.extend(group.map(|group| (group, place)));
        places.by_node.insert(at, place);
    }
    link(graph, &mut bands, &places);
    bands
}

/// Whether a matrix is drawn as one. One over a part is not: its steps differ.
fn folds(graph: &Graph, group: u32, node: &Node) -> bool {
    let group = graph.groups.get(group as usize);
    group.is_some_and(|group| group.members.len() > UNFOLDED && is_combination(&group.id, &node.id))
}

fn is_combination(group: &str, id: &str) -> bool {
    let rest = id.strip_prefix(group).unwrap_or_default();
    rest.starts_with('[') && rest.ends_with(']')
}

fn item<'g>(graph: &Graph, node: &'g Node, group: Option<u32>) -> Item<'g> {
    let members = group.and_then(|group| graph.groups.get(group as usize));
    let title = named(graph, node);
    let values: Vec<_> = node.matrix.values().map(ToString::to_string).collect();
    let title = match values.is_empty() || members.is_some() {
        true => title,
        false => format!("{title} · {}", values.join(", ")),
    };
    Item {
        node,
        count: members.map_or(1, |group| group.members.len()),
        title,
        after: Vec::new(),
    }
}

/// What is in a part is named with it; a title that somebody gave is kept.
fn named(graph: &Graph, node: &Node) -> String {
    let stage = graph.stages.get(node.stage as usize);
    let stage = stage.map_or("", |stage| stage.name.as_str());
    let path = node.id.strip_prefix(stage).unwrap_or(&node.id);
    let path = path.trim_start_matches(['/', ':']);
    let path = path.split('[').next().unwrap_or(path);
    match path.rsplit_once('/') {
        Some((within, name)) if *node.title == *name => format!("{within} / {name}"),
        _ => node.title.to_string(),
    }
}

/// What each item comes after within its stage, through what only begins or ends.
fn link(graph: &Graph, bands: &mut [Band<'_>], places: &Places) {
    // The items of its own stage that are the last before each joint.
    let mut through: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); graph.nodes.len()];
    for (at, node) in graph.nodes.iter().enumerate() {
        let mut before = BTreeSet::new();
        for early in &node.after {
            let same = graph
                .nodes
                .get(*early as usize)
                .is_some_and(|early| early.stage == node.stage);
            match places.by_node.get(early) {
                _ if !same => {}
                Some(place) => drop(before.insert(*place)),
                None => before.extend(through.get(*early as usize).into_iter().flatten()),
            }
        }
        // More lines to one card than that nobody follows.
        while before.len() > LINKS {
            before.pop_first();
        }
        let place = u32::try_from(at)
            .ok()
            .and_then(|at| places.by_node.get(&at));
        let band = bands.get_mut(node.stage as usize);
        match (place, band) {
            (Some(place), Some(band)) => {
                if let Some(item) = band.items.get_mut(*place) {
                    item.after
                        .extend(before.into_iter().filter(|early| early != place));
                    item.after.sort_unstable();
                    item.after.dedup();
                }
            }
            _ => {
                if let Some(known) = through.get_mut(at) {
                    *known = before;
                }
            }
        }
    }
    bands.iter_mut().for_each(reduce);
}

/// Links to one item at most.
const LINKS: usize = 40;
/// In larger stages no link is left out, as finding those would take too long.
const REDUCED: usize = 300;

/// Leaves out links that others imply.
fn reduce(band: &mut Band<'_>) {
    if band.items.len() > REDUCED {
        return;
    }
    let mut all: Vec<BTreeSet<usize>> = Vec::with_capacity(band.items.len());
    for item in &mut band.items {
        let reach = |early: &usize| all.get(*early).cloned().unwrap_or_default();
        let implied: BTreeSet<usize> = item.after.iter().flat_map(reach).collect();
        item.after.retain(|early| !implied.contains(early));
        let mut reached = implied;
        reached.extend(&item.after);
        all.push(reached);
    }
}
