//! Files of a folder.

use std::path::{Path, PathBuf};

use super::Place;
use crate::error::Failure;

/// How deep folders may be within each other: a link may lead back.
const DEPTH: usize = 64;

impl Place {
    /// Files of a folder that are wanted, in the order of their names; what is hidden or excluded is passed over.
    pub(in crate::commands::check) fn walk(
        &self,
        excluded: &[Self],
        wanted: fn(&Path) -> bool,
    ) -> Result<Vec<Self>, Failure> {
        let excluded: Vec<_> = excluded
            .iter()
            .map(|place| place.path().to_owned())
            .collect();
        match self {
            Self::Disk(folder) => {
                let mut found = Vec::new();
                within(folder, &excluded, wanted, DEPTH, &mut found)?;
                Ok(found.into_iter().map(Self::Disk).collect())
            }
            Self::Git(revision, folder) => {
                let paths = revision.below(folder).map(Path::new);
                let paths = paths.filter(|path| wanted(path) && shown(folder, path, &excluded));
                Ok(paths.map(|path| self.at(path)).collect())
            }
        }
    }
}

/// Whether a file of a folder is neither hidden nor excluded, nor any folder between.
fn shown(folder: &str, path: &Path, excluded: &[PathBuf]) -> bool {
    let top = Path::new(folder);
    let within = path.strip_prefix(top).unwrap_or(path).components();
    let hidden =
        |part: std::path::Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    let out = path
        .ancestors()
        .any(|above| excluded.iter().any(|one| one == above));
    !within.into_iter().any(hidden) && !out
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
