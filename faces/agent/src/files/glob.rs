//! Paths with `*` for any name, or a part of one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{at, inside};

/// Whether a path stands for others.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains('*')
}

/// What is there that a pattern fits, in order; for a path without `*` that path, whether it is there or not.
pub(super) fn expanded(root: &Path, pattern: &str) -> io::Result<Vec<PathBuf>> {
    inside(pattern)?;
    if !is_pattern(pattern) {
        return Ok(vec![PathBuf::from(pattern)]);
    }
    let mut found = vec![PathBuf::new()];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let mut next = Vec::new();
        for folder in found {
            match is_pattern(part) {
                true => next.extend(fitting(root, &folder, part)?),
                false => next.push(folder.join(part)),
            }
        }
        found = next;
    }
    found.retain(|path| root.join(path).symlink_metadata().is_ok());
    found.sort();
    Ok(found)
}

/// What in a folder fits; nothing if it is none.
fn fitting(root: &Path, folder: &Path, pattern: &str) -> io::Result<Vec<PathBuf>> {
    let own = root.join(folder);
    if !own.symlink_metadata().is_ok_and(|about| about.is_dir()) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(own).map_err(at(folder))? {
        let name = entry?.file_name();
        if fits(pattern, &name.to_string_lossy()) {
            found.push(folder.join(name));
        }
    }
    Ok(found)
}

/// Whether a name fits a pattern, in which `*` stands for any characters, also none.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(before) = last.replace(part) {
            match rest.split_once(before) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |part| rest.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, name, expected) in [
            ("*.xml", "a.xml", true),
            ("*.xml", ".xml", true),
            ("*.xml", "a.xml.bak", false),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("plain", "plain", true),
            ("plain", "plainer", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
