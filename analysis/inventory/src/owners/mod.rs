//! CODEOWNERS, as GitHub and as GitLab read it.

mod parse;
mod pattern;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tree::Tree;
use pattern::Pattern;

/// Where the file may be, in the order in which it is looked for.
const PLACES: [&str; 4] = [
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
];

/// What an owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnerKind {
    /// A team or group: `@shop/payments`.
    Team,
    /// An account: `@ada`.
    Person,
    /// A mail address.
    Mail,
    /// A role of the project: `@@maintainer`.
    Role,
}

/// An owner as a CODEOWNERS file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Owner {
    /// Without `@`: `shop/payments`, `ada`, `ada@example.org`.
    pub handle: String,
    /// What it is.
    pub kind: OwnerKind,
}

impl Owner {
    /// Reads an owner; none if it is neither a name with `@` before it nor a mail address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let owner = |handle: &str, kind| Self {
            handle: handle.to_owned(),
            kind,
        };
        let plain =
            |handle: &str| !handle.is_empty() && !handle.contains(['@', '"', '\'', ',', ';']);
        if let Some(role) = text.strip_prefix("@@") {
            return plain(role).then(|| owner(role, OwnerKind::Role));
        }
        if let Some(name) = text.strip_prefix('@') {
            let kind = if name.contains('/') {
                OwnerKind::Team
            } else {
                OwnerKind::Person
            };
            return plain(name).then(|| owner(name, kind));
        }
        let (name, host) = text.split_once('@')?;
        (plain(name) && plain(host)).then(|| owner(text, OwnerKind::Mail))
    }
}

/// A rule: the last one that matches a path says who owns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Rule {
    pattern: Pattern,
    owners: Vec<Owner>,
    /// GitLab: what matches is owned by nobody in this section.
    excludes: bool,
}

/// A section; GitHub has only one, without name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Section {
    name: String,
    owners: Vec<Owner>,
    rules: Vec<Rule>,
}

/// Who owns which paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    /// The file that says so, if there is one.
    pub file: Option<String>,
    sections: Vec<Section>,
}

impl Owners {
    pub(crate) fn find(tree: &mut Tree<'_>) -> Self {
        let Some(file) = PLACES.into_iter().find(|place| tree.has(place)) else {
            return Self::default();
        };
        let Some(text) = tree.text(file) else {
            return Self::default();
        };
        let (sections, problems) = parse::parse(file, &text);
        tree.problems.extend(problems);
        Self {
            file: Some(file.to_owned()),
            sections,
        }
    }

    /// Who owns a path; of each section the last rule that matches it says so.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Owner> {
        let mut owners: Vec<Owner> = self
            .sections
            .iter()
            .flat_map(|section| section.of(path))
            .cloned()
            .collect();
        owners.sort();
        owners.dedup();
        owners
    }

    /// Everybody who owns something, sorted.
    #[must_use]
    pub fn all(&self) -> Vec<Owner> {
        let rules = self.sections.iter().flat_map(|section| &section.rules);
        let mut owners: Vec<Owner> = rules.flat_map(|rule| &rule.owners).cloned().collect();
        owners.sort();
        owners.dedup();
        owners
    }

    /// Who owns most of the files that are owned at all.
    pub(crate) fn of_files(&self, files: Vec<&str>) -> Vec<Owner> {
        let mut counts: BTreeMap<Vec<Owner>, usize> = BTreeMap::new();
        if self.sections.is_empty() {
            return Vec::new();
        }
        for file in files {
            *counts.entry(self.of(file)).or_default() += 1;
        }
        counts.remove(&Vec::new());
        // Of two that own as many files, the first in order of name: the answer must not change from run to run.
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map(|(owners, _)| owners).unwrap_or_default()
    }
}

impl Section {
    fn of(&self, path: &str) -> &[Owner] {
        let excluded = self
            .rules
            .iter()
            .any(|rule| rule.excludes && rule.pattern.matches(path));
        if excluded {
            return &[];
        }
        let matching = |rule: &&Rule| !rule.excludes && rule.pattern.matches(path);
        self.rules
            .iter()
            .rev()
            .find(matching)
            .map_or(&[], |rule| &rule.owners)
    }
}
