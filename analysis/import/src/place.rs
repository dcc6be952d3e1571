//! Where something stands in a source, and what is wrong there.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A row of a table, or a document of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// File, and sheet or table where there are several.
    pub table: String,
    /// Row of the sheet or line of the file, from 1; 0 for the table as a whole.
    pub row: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            0 => f.write_str(&self.table),
            row => write!(f, "{}:{row}", self.table),
        }
    }
}

/// Something that a person should look at. What it concerns is imported as far as possible.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// In which column, by its heading.
    pub column: Option<String>,
    /// What is wrong, lower case, one line.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{} [{column}]: {}", self.place, self.message),
            None => write!(f, "{}: {}", self.place, self.message),
        }
    }
}
