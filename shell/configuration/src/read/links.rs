//! Links between items: whether what is named exists, and whether they go round in circles.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::diagnostic::{Mistake, circle, nearest, unknown_reference};
use crate::model::{Reference, Section};
use crate::yaml::Node;

/// Names of the items that the file declares in a section, wrong ones too.
pub(crate) fn declared(root: &Node, section: Section) -> Vec<&str> {
    let entries = root.get(section.key()).map(Node::entries);
    let keys = entries
        .unwrap_or_default()
        .iter()
        .map(|entry| entry.key.as_str());
    keys.collect()
}

/// There is no such item; perhaps one of the known ones was meant.
pub(crate) fn unknown<'a>(
    reference: &Reference,
    known: impl IntoIterator<Item = &'a str>,
) -> Mistake {
    let item = reference.section.item();
    let key = reference.section.key();
    let meant = nearest(&reference.name, known);
    unknown_reference(item, &reference.name)
        .expected(format!(
            "the name of {} {item}",
            reference.section.article()
        ))
        .help(format!("declare it under `{key}`, or correct the name"))
        .maybe_help(meant.map(|name| format!("did you mean `{name}`?")))
}

impl Reader<'_> {
    /// Reports names of nothing, and gives back those that only the ledger can tell.
    pub(super) fn unresolved(&mut self, root: &Node, governs: bool) -> Vec<Reference> {
        let mut open = Vec::new();
        let mut known: BTreeMap<Section, BTreeSet<&str>> = BTreeMap::new();
        for reference in std::mem::take(&mut self.references) {
            let section = reference.section;
            let known = known
                .entry(section)
                .or_insert_with(|| declared(root, section).into_iter().collect());
            if known.contains(reference.name.as_str()) {
                continue;
            }
            // Components come from many repositories; of the rest, the organisation's file has all.
            let whole = governs && section != Section::Components;
            if whole && root.get(section.key()).is_some() {
                let near = known.iter().copied().filter(|_| !self.found.full());
                let mistake = unknown(&reference, near);
                self.report(reference.span, mistake);
            } else {
                open.push(reference);
            }
        }
        open
    }

    /// Reports the circles among the items of a section, each once. `targets` gives the values of an item
    /// that name others.
    pub(super) fn circles(
        &mut self,
        root: &Node,
        section: Section,
        what: &str,
        targets: impl Fn(&Node) -> Vec<&Node>,
    ) {
        let entries = root
            .get(section.key())
            .map(Node::entries)
            .unwrap_or_default();
        let links: BTreeMap<&str, Vec<&Node>> = entries
            .iter()
            .map(|entry| (entry.key.as_str(), targets(&entry.value)))
            .collect();
        let names: BTreeMap<&str, Vec<&str>> = links
            .iter()
            .map(|(name, nodes)| (*name, nodes.iter().filter_map(|node| node.text()).collect()))
            .collect();
        for found in crate::order::circles(&names) {
            let (Some(first), Some(next)) = (found.first(), found.get(1).or(found.first())) else {
                continue;
            };
            let nodes = links.get(first).map(Vec::as_slice).unwrap_or_default();
            let node = nodes.iter().find(|node| node.text() == Some(next));
            let span = node.map_or(root.span, |node| node.span);
            let mut around: Vec<_> = found.iter().map(|name| format!("`{name}`")).collect();
            around.push(format!("`{first}`"));
            let mistake = circle(what, around.join(" → ")).expected("no link back");
            self.report(span, mistake);
        }
    }
}

/// The unit that one is part of.
pub(super) fn parent(node: &Node) -> Vec<&Node> {
    listed(node, "parent")
}

/// The components that one cannot work without.
pub(super) fn needs(node: &Node) -> Vec<&Node> {
    listed(node, "depends-on")
}

/// The values of a key: the items of a list, or a single one.
fn listed<'n>(node: &'n Node, key: &str) -> Vec<&'n Node> {
    node.get(key).map(Node::items).unwrap_or_default()
}

/// The environments that one comes after, or whose runs its gate asks for.
pub(super) fn earlier(node: &Node) -> Vec<&Node> {
    let criteria = listed(node, "criteria").into_iter();
    let ran = criteria.filter_map(|criterion| criterion.get("ran"));
    listed(node, "after").into_iter().chain(ran).collect()
}
