//! From drafts to components: unique names, dependencies among them, owners.

use std::collections::{BTreeMap, BTreeSet};

use crate::Ecosystem;
use crate::draft::{Draft, Want};
use crate::found::Found;
use crate::naming::Names;
use crate::owners::Owners;
use crate::tree::{Tree, relative};

/// More files than that say nothing new about who owns a component.
const SAMPLE: usize = 400;

/// Settles what concerns more than one component.
pub(crate) fn resolve(tree: &Tree<'_>, mut drafts: Vec<Draft>, owners: &Owners) -> Vec<Found> {
    drafts.sort_by(|a, b| (&a.path, a.ecosystem, &a.name).cmp(&(&b.path, b.ecosystem, &b.name)));
    let mut names = Names::default();
    let ids: Vec<String> = drafts
        .iter()
        .map(|draft| names.take(&draft.ids, draft.ecosystem.name()))
        .collect();
    let index = Index::new(&drafts, &ids);
    let places: Vec<&str> = drafts.iter().map(|draft| draft.path.as_str()).collect();
    let found = drafts.iter().zip(&ids).map(|(draft, id)| Found {
        id: id.clone(),
        name: draft.name.clone(),
        kind: draft.kind,
        ecosystem: draft.ecosystem,
        path: draft.path.clone(),
        version: draft.version.clone(),
        purl: draft.purl.clone(),
        private: draft.private,
        dependencies: index.dependencies(draft, id),
        owners: owners.of_files(files(tree, &draft.path, &places)),
        manifest: draft.manifest.clone(),
        reason: draft.reason.clone(),
    });
    found.collect()
}

/// The files of a component that are not in a component below it.
fn files<'t>(tree: &'t Tree<'_>, path: &str, places: &[&str]) -> Vec<&'t str> {
    let below: BTreeSet<&str> = places
        .iter()
        .filter(|place| **place != path && relative(place, path).is_some())
        .copied()
        .collect();
    let own = |file: &&str| {
        let mut above = crate::tree::ancestors(file);
        !above.any(|directory| below.contains(directory))
    };
    tree.below(path).filter(own).take(SAMPLE).collect()
}

/// Ids by what manifests call components.
struct Index<'d> {
    directories: BTreeMap<(Ecosystem, &'d str), &'d str>,
    names: BTreeMap<(Ecosystem, &'d str), &'d str>,
}

impl<'d> Index<'d> {
    fn new(drafts: &'d [Draft], ids: &'d [String]) -> Self {
        let all = || drafts.iter().zip(ids.iter().map(String::as_str));
        Self {
            directories: all()
                .map(|(d, id)| ((d.ecosystem, d.path.as_str()), id))
                .collect(),
            names: all()
                .map(|(d, id)| ((d.ecosystem, d.name.as_str()), id))
                .collect(),
        }
    }

    fn dependencies(&self, draft: &Draft, own: &str) -> Vec<String> {
        let find = |want: &Want| {
            let id = match want {
                Want::Directory(path) => self.directories.get(&(draft.ecosystem, path.as_str())),
                Want::Name(name) => self.names.get(&(draft.ecosystem, name.as_str())),
            };
            id.filter(|id| **id != own).map(|id| (*id).to_owned())
        };
        let ids: BTreeSet<String> = draft.wants.iter().filter_map(find).collect();
        ids.into_iter().collect()
    }
}
