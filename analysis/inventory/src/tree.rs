//! The paths of a repository, and what can be read of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::Problem;
use crate::ignored::is_ignored;

/// Reads a file: its content, none if there is none, or why it cannot be read.
pub type Read<'a> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, String> + 'a;

/// A manifest larger than that is something else.
const LARGEST: usize = 4 * 1024 * 1024;

/// A repository. Problems gather in it.
pub(crate) struct Tree<'a> {
    paths: BTreeSet<String>,
    named: BTreeMap<String, Vec<String>>,
    read: &'a mut Read<'a>,
    pub(crate) problems: Vec<Problem>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(paths: impl IntoIterator<Item = String>, read: &'a mut Read<'a>) -> Self {
        let paths: BTreeSet<String> = paths.into_iter().collect();
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in paths.iter().filter(|path| !is_ignored(path)) {
            named
                .entry(file_name(path).to_owned())
                .or_default()
                .push(path.clone());
        }
        Self {
            paths,
            named,
            read,
            problems: Vec::new(),
        }
    }

    /// All paths, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// The paths below a directory, sorted.
    pub(crate) fn below(&self, directory: &str) -> impl Iterator<Item = &str> {
        let start = if directory.is_empty() {
            String::new()
        } else {
            format!("{directory}/")
        };
        let paths = self.paths.range(start.clone()..);
        paths
            .take_while(move |path| path.starts_with(&start))
            .map(String::as_str)
    }

    /// The files of that name, in any directory that is not ignored.
    pub(crate) fn named(&self, name: &str) -> Vec<String> {
        self.named.get(name).cloned().unwrap_or_default()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The text of a file. What cannot be read is a problem.
    pub(crate) fn text(&mut self, path: &str) -> Option<String> {
        match (self.read)(path) {
            Ok(Some(bytes)) if bytes.len() <= LARGEST => match String::from_utf8(bytes) {
                Ok(text) => Some(
                    text.strip_prefix('\u{feff}')
                        .map(str::to_owned)
                        .unwrap_or(text),
                ),
                Err(_) => self.problem(Problem::of_file(path, "it is not UTF-8 text")),
            },
            Ok(Some(_)) => self.problem(Problem::of_file(path, "it is larger than 4 MiB")),
            Ok(None) => None,
            Err(why) => self.problem(Problem::of_file(path, format!("it cannot be read: {why}"))),
        }
    }

    /// A TOML file as a table.
    pub(crate) fn toml(&mut self, path: &str) -> Option<toml::Table> {
        let text = self.text(path)?;
        match text.parse::<toml::Table>() {
            Ok(table) => Some(table),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                self.problem(Problem::at_byte(path, &text, byte, error.message()))
            }
        }
    }

    /// A JSON file.
    pub(crate) fn json<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let text = self.text(path)?;
        match serde_json::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let said = error.to_string();
                let said = said
                    .rsplit_once(" at line ")
                    .map_or(said.as_str(), |(said, _)| said);
                let (line, column) = (error.line() as u64, error.column() as u64);
                self.problem(Problem::at(path, line, column, said))
            }
        }
    }

    /// The first document of a YAML file.
    pub(crate) fn yaml(&mut self, path: &str) -> Option<serde_json::Value> {
        let text = self.text(path)?;
        match serde_saphyr::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let (line, column) = error
                    .location()
                    .map_or((0, 0), |place| (place.line(), place.column()));
                let said = error.without_snippet().to_string();
                self.problem(Problem::at(path, line, column, said))
            }
        }
    }

    fn problem<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }
}

/// `a/b/c.txt` is in `a/b`; a file at the root is in the empty path.
pub(crate) fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// `a/b/c.txt` is `c.txt`.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path below a directory; the root is the empty path.
pub(crate) fn join(directory: &str, path: &str) -> String {
    let parts = directory.split('/').chain(path.split('/'));
    let mut way: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            "" | "." => {}
            // Above the root nothing is known; such a path names nothing here.
            ".." if way.last().is_none_or(|last| *last == "..") => way.push(".."),
            ".." => {
                way.pop();
            }
            part => way.push(part),
        }
    }
    way.join("/")
}

/// The directories that contain a directory, nearest first, the root last; without itself.
pub(crate) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(above(directory), |path| above(path))
}

/// The directory that contains a directory; none for the root.
fn above(path: &str) -> Option<&str> {
    (!path.is_empty()).then(|| directory(path))
}

/// A path relative to a directory that contains it.
pub(crate) fn relative<'p>(path: &'p str, directory: &str) -> Option<&'p str> {
    if directory.is_empty() {
        return Some(path);
    }
    path.strip_prefix(directory)?.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::{ancestors, join, relative};

    #[test]
    fn paths_are_put_together_and_taken_apart() {
        assert_eq!(join("a/b", "../c/./d"), "a/c/d");
        assert_eq!(join("", "a"), "a");
        assert_eq!(join("a", "../.."), "..");
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").count(), 0);
        assert_eq!(relative("a/b", "a"), Some("b"));
        assert_eq!(relative("ab", "a"), None);
        assert_eq!(relative("ab", ""), Some("ab"));
    }
}
