//! Whether coverage was lost.

use serde::Serialize;

use crate::{File, Line, Report, Totals};

/// A report beside an earlier one of the same source, such as the merged report of shards beside that of an undivided run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Comparison {
    /// The earlier one, counted.
    pub base: Totals,
    /// The later one, counted.
    pub now: Totals,
    /// What was covered and is not, by file.
    pub lost: Vec<Lost>,
}

/// What was covered in a file and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// The file.
    pub file: String,
    /// Whether it is not in the later report at all.
    pub absent: bool,
    /// Lines that were executed and are not.
    pub lines: Vec<u32>,
    /// Lines of whose branches some were taken that surely are not any more.
    pub branches: Vec<u32>,
    /// Functions that were called and are not.
    pub functions: Vec<String>,
}

impl Comparison {
    /// Whether everything that was covered still is.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.lost.is_empty()
    }
}

/// Says what a base covers and a later report does not.
pub fn compare(base: &Report, now: &Report) -> Comparison {
    let lost = base
        .files
        .iter()
        .filter_map(|(path, file)| lost(path, file, now.files.get(path)));
    Comparison {
        base: base.totals(),
        now: now.totals(),
        lost: lost.collect(),
    }
}

fn lost(path: &str, base: &File, now: Option<&File>) -> Option<Lost> {
    let line = |number: &u32| now.and_then(|now| now.lines.get(number));
    let lines = base
        .lines
        .iter()
        .filter(|(number, base)| base.hits > 0 && line(number).is_none_or(|now| now.hits == 0));
    let branches = base
        .lines
        .iter()
        .filter(|(number, base)| fewer(base, line(number)));
    let called =
        |name: &str| now.is_some_and(|now| now.functions.get(name).is_some_and(|one| one.hits > 0));
    let functions = base
        .functions
        .iter()
        .filter(|(name, base)| base.hits > 0 && !called(name));
    let lost = Lost {
        file: path.to_owned(),
        absent: now.is_none(),
        lines: lines.map(|(number, _)| *number).collect(),
        branches: branches.map(|(number, _)| *number).collect(),
        functions: functions.map(|(name, _)| name.clone()).collect(),
    };
    let none = lost.lines.is_empty() && lost.branches.is_empty() && lost.functions.is_empty();
    (!none).then_some(lost)
}

/// Whether branches that were taken are surely not taken any more. Names are compared where both have them.
fn fewer(base: &Line, now: Option<&Line>) -> bool {
    let Some(now) = now else {
        return base.branches.covered() > 0;
    };
    let both_named = !base.branches.named.is_empty() && !now.branches.named.is_empty();
    if both_named {
        let taken =
            |name: &(String, String)| now.branches.named.get(name).is_some_and(|taken| *taken > 0);
        return base
            .branches
            .named
            .iter()
            .any(|(name, count)| *count > 0 && !taken(name));
    }
    base.branches.covered() > now.branches.at_most()
}
