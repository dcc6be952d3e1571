//! Files of a history, from the paths that were named.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdpoint_findings::Source;

use super::options::source;
use crate::error::Failure;

/// Files that one history may consist of.
const FILES: usize = 20_000;
/// Folders within each other.
const DEPTH: usize = 16;

/// All files, in the order of the paths; those of a folder by their names, numbers by what they count.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Arc<Source>>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => below(path, 0, &mut files)?,
            false => files.push(path.clone()),
        }
    }
    if files.is_empty() && !paths.is_empty() {
        let failure = Failure::input(
            "migrations-missing",
            "there is no `.sql` file in what was named",
        );
        return Err(failure.help("name files, or a folder that has some"));
    }
    let beside: BTreeSet<PathBuf> = { files.iter() }
        .flat_map(|file| settings(file))
        .filter(|path| path.is_file())
        .collect();
    files.extend(beside);
    files.iter().map(|file| source(file)).collect()
}

/// Where runners keep what they have to know of a file.
fn settings(file: &Path) -> Vec<PathBuf> {
    let mut conf = file.as_os_str().to_owned();
    conf.push(".conf");
    let mut found = vec![PathBuf::from(conf), file.with_file_name("metadata.toml")];
    let above = file.parent().and_then(Path::parent);
    found.extend(above.map(|above| above.join("migration_lock.toml")));
    found
}

fn below(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file("read", folder, &error);
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let paths: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(failed)?;
    paths.sort_by_cached_key(|path| counted(&path.display().to_string()));
    for path in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || files.len() >= FILES {
            continue;
        }
        if path.is_dir() && depth < DEPTH {
            below(&path, depth + 1, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("sql"))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// A name whose numbers are compared by what they count: `V10` comes after `V9`.
fn counted(name: &str) -> Vec<(String, u128)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        parts.push((word.to_owned(), number.parse().unwrap_or(0)));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_compared_by_what_they_count() {
        let mut names = ["V10__b.sql", "V9__a.sql", "V2.1__a.sql", "V2__z.sql"];
        names.sort_by_key(|name| counted(name));
        assert_eq!(
            names,
            ["V2.1__a.sql", "V2__z.sql", "V9__a.sql", "V10__b.sql"]
        );
    }
}
