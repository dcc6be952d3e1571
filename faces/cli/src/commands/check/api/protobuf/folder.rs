//! Files of a folder.

use std::path::{Path, PathBuf};

use holdpoint_protobuf::{Configuration, EMPTY, Input};

use super::super::walk::walk;
use super::is_proto;
use crate::commands::check::options::source;
use crate::error::Failure;

/// All `.proto` files of a folder, from where its configuration says or from the folder itself.
pub(super) fn inputs(
    folder: &Path,
    configured: Option<Configuration>,
) -> Result<Vec<Input>, Failure> {
    let (roots, excluded) = match configured {
        Some(configured) => (configured.roots, configured.excluded),
        None => (Vec::new(), Vec::new()),
    };
    let joined = |part: &String| match part.as_str() {
        "." => folder.to_owned(),
        part => folder.join(part),
    };
    let excluded: Vec<PathBuf> = excluded.iter().map(joined).collect();
    let mut roots: Vec<PathBuf> = roots.iter().map(joined).collect();
    if roots.is_empty() {
        roots.push(folder.to_owned());
    }
    let mut inputs = Vec::new();
    for root in roots {
        let mut found = Vec::new();
        walk(&root, &excluded, is_proto, &mut found)?;
        for path in found {
            inputs.push(input(&root, &path)?);
        }
    }
    match inputs.is_empty() {
        true => {
            let message = format!("there is no `.proto` file in `{}`", folder.display());
            Err(Failure::input(EMPTY.id, message).help(EMPTY.help))
        }
        false => Ok(inputs),
    }
}

/// A file, as imports call it from a root.
fn input(root: &Path, path: &Path) -> Result<Input, Failure> {
    let name = path.strip_prefix(root).unwrap_or(path);
    // Imports have forward slashes everywhere.
    let parts: Vec<_> = { name.components() }
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Ok(Input {
        path: parts.join("/"),
        source: source(path)?,
    })
}
