//! Coverage, counted.

use serde::Serialize;

use crate::{File, Report};

/// Coverage, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Lines that could be executed.
    pub lines: u64,
    /// Lines that were.
    pub lines_covered: u64,
    /// Branches.
    pub branches: u64,
    /// Branches that were surely taken.
    pub branches_covered: u64,
    /// Branches that were taken at most: more than that where reports that were merged do not name theirs.
    pub branches_at_most: u64,
    /// Functions.
    pub functions: u64,
    /// Functions that were called.
    pub functions_covered: u64,
}

impl Totals {
    /// The part of lines that were executed, from 0 to 1; nothing if there are none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    pub fn line_rate(&self) -> Option<f64> {
        (self.lines > 0).then(|| self.lines_covered as f64 / self.lines as f64)
    }

    /// The part of branches that were surely taken, from 0 to 1; nothing if there are none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    pub fn branch_rate(&self) -> Option<f64> {
        (self.branches > 0).then(|| self.branches_covered as f64 / self.branches as f64)
    }

    fn add(&mut self, file: &File) {
        self.files += 1;
        for line in file.lines.values() {
            self.lines += 1;
            self.lines_covered += u64::from(line.hits > 0);
            self.branches += line.branches.total();
            self.branches_covered += line.branches.covered();
            self.branches_at_most += line.branches.at_most();
        }
        self.functions += file.functions.len() as u64;
        let called = file.functions.values().filter(|function| function.hits > 0);
        self.functions_covered += called.count() as u64;
    }
}

impl Report {
    /// All of it, counted.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.files.values().for_each(|file| totals.add(file));
        totals
    }
}
