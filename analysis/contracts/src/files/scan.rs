//! All references of a file.

use holdpoint_findings::{Finding, Place};

use super::{At, BROKEN, Files, path};

/// Keys whose values are data, not part of the contract.
const DATA: &[&str] = &["example", "examples", "default", "enum", "const", "value"];
/// Keys whose values are maps from names that somebody has chosen.
const NAMED: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "headers",
    "parameters",
    "paths",
    "webhooks",
];

/// References that lead nowhere of which is told.
const DANGLING: usize = 100;

fn references<'a>(at: At<'a>, named: bool, found: &mut Vec<(&'a str, At<'a>)>) {
    if !named && let Some(reference) = at.reference() {
        found.push((reference, at));
    }
    at.items().for_each(|item| references(item, false, found));
    for (key, value) in at.fields() {
        let data = DATA.contains(&key) || key.starts_with("x-");
        if named || !data {
            references(value, !named && NAMED.contains(&key), found);
        }
    }
}

impl Files {
    /// The file that a reference names, seen from the file that it stands in; nothing if it is that file.
    pub(super) fn joined(&self, from: &str, reference: &str) -> Option<String> {
        let prefix = self.prefix.as_str();
        let path = from.strip_prefix(prefix).unwrap_or(from);
        path::join(path, reference).map(|joined| format!("{prefix}{joined}"))
    }

    /// The files that a file refers to, with the place where it does so first.
    pub(super) fn wanted(&self, file: usize) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        let Some(root) = self.root_of(file) else {
            return Vec::new();
        };
        references(root, false, &mut found);
        let mut wanted: Vec<(String, Place)> = Vec::new();
        for (reference, at) in found {
            if let Some(name) = self.joined(&root.source().name(), reference)
                && !wanted.iter().any(|(known, _)| *known == name)
            {
                wanted.push((name, at.place()));
            }
        }
        wanted
    }

    /// All references to files that are there which lead nowhere.
    pub(super) fn dangling(&self) -> Vec<Finding> {
        let mut dangling = Vec::new();
        for root in (0..self.files.len()).filter_map(|file| self.root_of(file)) {
            let mut found = Vec::new();
            references(root, false, &mut found);
            for (reference, at) in found {
                let Some(what) = at.broken(reference) else {
                    continue;
                };
                let words = [("name", reference), ("what", what)];
                dangling.push(Finding::new(&BROKEN, at.place(), reference, &words));
                if dangling.len() >= DANGLING {
                    return dangling;
                }
            }
        }
        dangling
    }
}
