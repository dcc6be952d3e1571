//! Dockerfiles: what is deployed, and components that have nothing else.

use crate::draft::Draft;
use crate::ignored::is_support;
use crate::tree::{Tree, ancestors, directory, file_name};
use crate::{Ecosystem, Kind};

/// A directory that says nothing about what is in it.
const EMPTY_NAMES: [&str; 9] = [
    "src",
    "docker",
    "build",
    "container",
    "image",
    ".docker",
    "dockerfiles",
    "deploy",
    "package",
];

/// A component with a Dockerfile of its own is a service; a Dockerfile without component makes one.
pub(crate) fn apply(tree: &Tree<'_>, drafts: &mut Vec<Draft>) {
    for file in tree.named("Dockerfile") {
        let place = directory(&file);
        if is_support(place) {
            continue;
        }
        let owner = std::iter::once(place)
            .chain(ancestors(place))
            .find(|above| {
                drafts.iter().any(|draft| {
                    draft.path == *above && (!above.is_empty() || speaks(above, place))
                })
            });
        match owner.map(str::to_owned) {
            Some(owner) => {
                let here = drafts.iter_mut().filter(|draft| draft.path == owner);
                here.for_each(|draft| serve(draft, &file));
            }
            None => drafts.extend(alone(&file)),
        }
    }
}

/// A package at the root is not what every Dockerfile of the repository is about.
fn speaks(root: &str, place: &str) -> bool {
    root == place || EMPTY_NAMES.contains(&place)
}

fn serve(draft: &mut Draft, file: &str) {
    if !matches!(draft.kind, Kind::Service | Kind::Support) {
        draft.kind = Kind::Service;
        draft.reason = format!("{}; deployed by `{file}`", draft.reason);
    }
}

fn alone(file: &str) -> Option<Draft> {
    let mut place = directory(file);
    while EMPTY_NAMES.contains(&file_name(place)) {
        place = directory(place);
    }
    let name = Some(file_name(place)).filter(|name| !name.is_empty())?;
    let mut draft = Draft::new(Ecosystem::Docker, name, file);
    draft.path = place.to_owned();
    draft.kind = Kind::Service;
    draft.reason = format!("deployed by `{file}`, without a manifest that is known here");
    Some(draft)
}
