//! What could not be read, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A mistake in a file of the repository. Line and column count from 1; 0 where there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Path from the root.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
    /// What is wrong, lower case, one line.
    pub message: String,
}

impl Problem {
    /// A mistake in a file as a whole.
    pub(crate) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            column: 0,
            message: one_line(&message.into()),
        }
    }

    /// A mistake at a line and column.
    pub(crate) fn at(file: &str, line: u64, column: u64, message: impl Into<String>) -> Self {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let problem = Self::of_file(file, message);
        Self {
            line: small(line),
            column: small(column),
            ..problem
        }
    }

    /// A mistake at a byte of a text.
    pub(crate) fn at_byte(file: &str, text: &str, byte: usize, message: impl Into<String>) -> Self {
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() as u64 + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count() as u64
            + 1;
        Self::at(file, line, column, message)
    }
}

fn one_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}:{}: {}", self.file, self.column, self.message),
        }
    }
}
