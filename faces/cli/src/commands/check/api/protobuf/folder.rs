//! Files of a folder.

use std::path::{Path, PathBuf};

use holdpoint_protobuf::{Configuration, EMPTY, Input};

use super::is_proto;
use crate::commands::check::options::source;
use crate::error::Failure;

/// How deep folders may be within each other: a link may lead back.
const DEPTH: usize = 64;

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
        walk(&root, &excluded, DEPTH, &mut found)?;
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

/// Files in the order of their names; what is hidden is passed over.
fn walk(
    folder: &Path,
    excluded: &[PathBuf],
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| Failure::file("read", folder, error);
    let entries = std::fs::read_dir(folder).map_err(|error| failed(&error))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| failed(&error))?.path());
    }
    paths.sort();
    for path in paths {
        let hidden =
            { path.file_name() }.is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || excluded.contains(&path) {
            continue;
        }
        if path.is_dir() && depth > 0 {
            walk(&path, excluded, depth - 1, found)?;
        } else if is_proto(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}
