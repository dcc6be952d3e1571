//! Which rules are asked, and of which files.

mod configuration;

pub use configuration::{Configuration, Module, workspace};

use std::collections::HashMap;

use crate::rules::{Category, Row, Version, rows};

/// Which rules are asked, and which files may change at will.
#[derive(Debug, Clone)]
pub struct Choice {
    /// By the number of the rule.
    asked: Vec<bool>,
    ignored: Vec<String>,
    ignored_by: Vec<(usize, String)>,
    unstable: bool,
    /// Of policies, which ask besides.
    besides: Vec<Choice>,
    /// Of modules that choose for themselves.
    parts: Vec<Choice>,
    /// Which files are of which of them, by their paths as imports name them.
    part_of: HashMap<String, usize>,
}

impl Choice {
    /// All rules of these categories; those of [`Category::File`] if none is named.
    #[must_use]
    pub fn of(categories: &[Category]) -> Self {
        Self::by(Version::V2, categories)
    }

    pub(crate) fn by(version: Version, categories: &[Category]) -> Self {
        let default = [Category::File];
        let categories = match categories {
            [] => &default,
            some => some,
        };
        let wanted = |row: &Row| categories.iter().any(|one| row.is_in(*one, version));
        Self {
            asked: rows().map(|(_, row)| wanted(row)).collect(),
            ignored: Vec::new(),
            ignored_by: Vec::new(),
            unstable: false,
            besides: Vec::new(),
            parts: Vec::new(),
            part_of: HashMap::new(),
        }
    }

    /// The same, but for the files of a module that chooses for itself.
    pub fn add_part(&mut self, choice: Choice, files: impl IntoIterator<Item = String>) {
        let part = self.parts.len();
        self.parts.push(choice);
        self.part_of
            .extend(files.into_iter().map(|file| (file, part)));
    }

    /// The choice that holds for a file.
    pub(crate) fn of_file(&self, path: &str) -> &Self {
        let part = self
            .part_of
            .get(path)
            .and_then(|part| self.parts.get(*part));
        part.unwrap_or(self)
    }

    /// Whether a rule is asked of any file.
    pub(crate) fn asks_anywhere(&self, rule: usize) -> bool {
        self.asks(rule) || self.parts.iter().any(|part| part.asks(rule))
    }

    /// It alone, and the policies beside it.
    fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.besides)
    }

    fn asks_itself(&self, rule: usize) -> bool {
        self.asked.get(rule).copied().unwrap_or(false)
    }

    pub(crate) fn asks(&self, rule: usize) -> bool {
        self.each().any(|one| one.asks_itself(rule))
    }

    /// Whether what a rule finds in a file of a package does not count.
    pub(crate) fn passes_over(&self, rule: usize, path: &str, package: &str) -> bool {
        let mut asking = self.each().filter(|one| one.asks_itself(rule));
        asking.all(|one| one.lets_pass(rule, path, package))
    }

    fn lets_pass(&self, rule: usize, path: &str, package: &str) -> bool {
        let mut ignored = self.ignored.iter();
        let mut by = self.ignored_by.iter();
        ignored.any(|folder| is_within(path, folder))
            || by.any(|(one, folder)| *one == rule && is_within(path, folder))
            || (self.unstable && is_unstable(package))
    }
}

/// Whether a path is a file or folder, or within it.
fn is_within(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder == "." || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a package says in its last part that it is not stable, such as `v1alpha1` or `v2beta` or `v1test`.
fn is_unstable(package: &str) -> bool {
    let Some((_, last)) = package.rsplit_once('.') else {
        return false;
    };
    let Some(rest) = last.strip_prefix('v') else {
        return false;
    };
    let (major, rest) = number(rest);
    if !major {
        return false;
    }
    if let Some(rest) = rest.strip_prefix("test") {
        return rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    // A patch before the level of stability: `v1p1beta1`.
    let rest = match rest.strip_prefix('p').map(number) {
        Some((true, rest)) => rest,
        Some((false, _)) => return false,
        None => rest,
    };
    let level = rest.strip_prefix("alpha").or(rest.strip_prefix("beta"));
    level.is_some_and(|rest| rest.is_empty() || matches!(number(rest), (true, "")))
}

/// Whether a text begins with a number above zero, and what follows.
fn number(text: &str) -> (bool, &str) {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.get(..text.len() - rest.len()).unwrap_or_default();
    let counts = !digits.is_empty() && !digits.starts_with('0');
    (counts, rest)
}

#[cfg(test)]
mod tests {
    use super::{is_unstable, is_within};

    #[test]
    fn packages_say_whether_they_are_stable() {
        for package in [
            "a.v1alpha1",
            "a.v1beta",
            "a.v2test",
            "a.v1p1beta2",
            "a.v1testfoo",
        ] {
            assert!(is_unstable(package), "{package}");
        }
        for package in [
            "a.v1",
            "v1alpha1",
            "a.beta",
            "a.v0beta1",
            "a.v1gamma1",
            "a.v1betax",
        ] {
            assert!(!is_unstable(package), "{package}");
        }
    }

    #[test]
    fn folders_hold_what_is_below_them() {
        assert!(is_within("a/b.proto", "a") && is_within("a/b.proto", "a/b.proto"));
        assert!(!is_within("ab/c.proto", "a"));
    }
}
