//! What manifests say, a module for each ecosystem.

pub(crate) mod cargo;
pub(crate) mod docker;
pub(crate) mod go;
pub(crate) mod gradle;
pub(crate) mod maven;
pub(crate) mod npm;
mod pom;
pub(crate) mod python;
mod setup;
mod toml_path;
mod xml;

use crate::draft::Draft;
use crate::tree::Tree;

/// Every component that a manifest describes. Dockerfiles come last: they tell which ones are deployed.
pub(crate) fn all(tree: &mut Tree<'_>) -> Vec<Draft> {
    let mut drafts = cargo::find(tree);
    drafts.extend(npm::find(tree));
    drafts.extend(go::find(tree));
    drafts.extend(maven::find(tree));
    drafts.extend(gradle::find(tree));
    drafts.extend(python::find(tree));
    docker::apply(tree, &mut drafts);
    drafts
}
