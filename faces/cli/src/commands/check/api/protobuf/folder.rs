//! Files of a folder.

use std::path::Path;

use holdpoint_protobuf::{Configuration, EMPTY, Input};

use crate::commands::check::place::Place;
use crate::error::Failure;

/// All `.proto` files of a folder, from where its configuration says or from the folder itself.
pub(super) fn inputs(
    folder: &Place,
    configured: Option<Configuration>,
) -> Result<Vec<Input>, Failure> {
    let (roots, excluded) = match configured {
        Some(configured) => (configured.roots, configured.excluded),
        None => (Vec::new(), Vec::new()),
    };
    let joined = |part: &String| match part.as_str() {
        "." => folder.clone(),
        part => folder.join(part),
    };
    let excluded: Vec<Place> = excluded.iter().map(joined).collect();
    let mut roots: Vec<Place> = roots.iter().map(joined).collect();
    if roots.is_empty() {
        roots.push(folder.clone());
    }
    let mut inputs = Vec::new();
    for root in roots {
        for file in root.walk(&excluded, is_proto)? {
            inputs.push(input(&root, &file)?);
        }
    }
    match inputs.is_empty() {
        true => {
            let message = format!("there is no `.proto` file in `{}`", folder.name());
            Err(Failure::input(EMPTY.id, message).help(EMPTY.help))
        }
        false => Ok(inputs),
    }
}

fn is_proto(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "proto")
}

/// A file, as imports call it from a root.
fn input(root: &Place, file: &Place) -> Result<Input, Failure> {
    let name = file.path().strip_prefix(root.path()).unwrap_or(file.path());
    // Imports have forward slashes everywhere.
    let parts: Vec<_> = { name.components() }
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Ok(Input {
        path: parts.join("/"),
        source: file.source()?,
    })
}
