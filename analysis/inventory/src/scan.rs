//! The whole scan.

use serde::{Deserialize, Serialize};

use crate::environment::{self, FoundEnvironment};
use crate::manifest;
use crate::owners::Owners;
use crate::resolve::resolve;
use crate::tree::{Read, Tree};
use crate::{Found, Problem};

/// What a repository contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Components, in order of path.
    pub components: Vec<Found>,
    /// Who owns which paths.
    pub owners: Owners,
    /// Environments, in the order in which a release passes through them.
    pub environments: Vec<FoundEnvironment>,
    /// What could not be read, in order of file.
    pub problems: Vec<Problem>,
}

/// Scans a repository: all its paths (from its root, with `/`), and how to read one of them.
pub fn scan(paths: impl IntoIterator<Item = String>, read: &mut Read<'_>) -> Inventory {
    let mut tree = Tree::new(paths, read);
    let owners = Owners::find(&mut tree);
    let drafts = manifest::all(&mut tree);
    let environments = environment::find(&mut tree);
    let components = resolve(&tree, drafts, &owners);
    let mut problems = std::mem::take(&mut tree.problems);
    problems.sort();
    problems.dedup();
    Inventory {
        components,
        owners,
        environments,
        problems,
    }
}
