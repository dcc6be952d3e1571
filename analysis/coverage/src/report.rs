//! What a report says.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};
use serde::Serialize;

use crate::{Branches, cobertura, lcov};

/// Coverage of files, by their paths as the report has them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// The files.
    pub files: BTreeMap<String, File>,
}

/// Coverage of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct File {
    /// Lines that could be executed, by number from 1.
    pub lines: BTreeMap<u32, Line>,
    /// Functions by name.
    pub functions: BTreeMap<String, Function>,
}

/// Coverage of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Line {
    /// How often it was executed.
    pub hits: u64,
    /// Its branches.
    pub branches: Branches,
}

/// Coverage of a function.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Function {
    /// Where it begins, if the report says so.
    pub line: Option<u32>,
    /// How often it was called.
    pub hits: u64,
}

impl Report {
    /// Reads a report: Cobertura if it begins with `<`, else LCOV.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place.
    pub fn read(source: &Arc<Source>) -> Result<Self, Unreadable> {
        match source.text().trim_start().starts_with('<') {
            true => Self::read_cobertura(source),
            false => Self::read_lcov(source),
        }
    }

    /// Reads an LCOV tracefile.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read_lcov(source: &Arc<Source>) -> Result<Self, Unreadable> {
        lcov::read(source)
    }

    /// Reads a Cobertura report.
    ///
    /// # Errors
    /// Everything that is wrong with it; of XML that is not well-formed, the first thing.
    pub fn read_cobertura(source: &Arc<Source>) -> Result<Self, Unreadable> {
        cobertura::read(source)
    }

    /// The same with the first of these prefixes that fits taken from each path: shards on machines with other folders then
    /// speak of the same files. Files that become one are merged.
    #[must_use]
    pub fn without_prefix(self, prefixes: &[&str]) -> Self {
        let mut files: BTreeMap<String, File> = BTreeMap::new();
        for (path, file) in self.files {
            let short = prefixes.iter().find_map(|prefix| path.strip_prefix(prefix));
            let short = short.unwrap_or(&path).to_owned();
            files.entry(short).or_default().join(&file);
        }
        Self { files }
    }

    /// What either covers.
    pub fn join(&mut self, other: &Self) {
        for (path, file) in &other.files {
            match self.files.get_mut(path) {
                Some(ours) => ours.join(file),
                None => drop(self.files.insert(path.clone(), file.clone())),
            }
        }
    }
}

impl File {
    pub(crate) fn join(&mut self, other: &Self) {
        for (number, line) in &other.lines {
            let ours = self.lines.entry(*number).or_default();
            ours.hits = ours.hits.saturating_add(line.hits);
            ours.branches.join(&line.branches);
        }
        for (name, function) in &other.functions {
            let ours = self.functions.entry(name.clone()).or_default();
            ours.hits = ours.hits.saturating_add(function.hits);
            ours.line = match (ours.line, function.line) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }
}
