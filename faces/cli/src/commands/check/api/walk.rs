//! Files of a folder.

use std::path::{Path, PathBuf};

use crate::error::Failure;

/// How deep folders may be within each other: a link may lead back.
const DEPTH: usize = 64;

/// Files that are wanted, in the order of their names; what is hidden or excluded is passed over.
pub(super) fn walk(
    folder: &Path,
    excluded: &[PathBuf],
    wanted: fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    within(folder, excluded, wanted, DEPTH, found)
}

fn within(
    folder: &Path,
    excluded: &[PathBuf],
    wanted: fn(&Path) -> bool,
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
        let name = path.file_name().map(|name| name.to_string_lossy());
        let hidden = name.is_some_and(|name| name.starts_with('.'));
        if hidden || excluded.contains(&path) {
            continue;
        }
        if path.is_dir() && depth > 0 {
            within(&path, excluded, wanted, depth - 1, found)?;
        } else if wanted(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}
